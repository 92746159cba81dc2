using System.Globalization;
using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.PyTorch;

/// <summary>Finds embedding, recurrent layers and head among the tensors of a state dict, whatever the modules are called.</summary>
/// <param name="Config">The architecture, inferred from names and shapes.</param>
/// <param name="Weights">The tensors under the names of <see cref="ModelConfig.Parameters"/>.</param>
/// <param name="Description">Which module is what, in one line.</param>
sealed partial record ClassifierStructure(ModelConfig Config, StateDict Weights, string Description)
{
    /// <summary>Infers the structure.</summary>
    /// <param name="tensors">The state dict.</param>
    /// <param name="path">The file it came from, for messages.</param>
    /// <exception cref="CheckpointFormatException">The tensors are not those of embedding, recurrent layers and a linear head.</exception>
    public static ClassifierStructure Infer(StateDict tensors, string path) => new Finder(tensors, path).Find();

    /// <summary>Parts of a recurrent parameter's name: module, kind, layer, direction.</summary>
    [GeneratedRegex(@"^(?<module>|.*\.)(?<kind>(weight|bias)_(ih|hh))_l(?<layer>\d{1,3})(?<reverse>_reverse)?$", RegexOptions.CultureInvariant)]
    private static partial Regex RecurrentParameter();

    sealed class Finder(StateDict tensors, string path)
    {
        const string ProjectionWeight = "weight_hr_l"; // of an LSTM with proj_size

        readonly HashSet<string> _used = new(StringComparer.Ordinal);

        public ClassifierStructure Find()
        {
            var (module, layers, bidirectional) = FindRecurrent();
            var first = Required(module + ParameterNames.InputWeight + ParameterNames.Suffix(0), rank: 2);
            var hidden = (int)Math.Min(Required(module + ParameterNames.HiddenWeight + ParameterNames.Suffix(0), rank: 2).Shape[1], int.MaxValue);
            var embedding = Single(
                "an embedding table",
                $"[rows, {first.Shape[1]}]",
                tensor => tensor.Shape.Count == 2 && tensor.Shape[1] == first.Shape[1] && tensor.Shape[0] > 2 && !tensors.Contains(BiasOf(tensor)));
            var features = (bidirectional ? 2L : 1L) * hidden;
            var head = Single(
                "a linear head",
                $"[outputs, {features}], at most {ModelConfig.MaxClasses} outputs",
                tensor => tensor.Shape.Count == 2 && tensor.Shape[1] == features && tensor.Shape[0] <= ModelConfig.MaxClasses && tensor != embedding);

            var config = new ModelConfig
            {
                Cell = Cell(first.Shape[0], hidden),
                Layers = layers,
                Bidirectional = bidirectional,
                VocabularySize = (int)Math.Min(embedding.Shape[0], int.MaxValue),
                EmbeddingSize = (int)Math.Min(first.Shape[1], int.MaxValue),
                HiddenSize = hidden,
                Classes = (int)Math.Max(head.Shape[0], 2),
                Dropout = 0, // not in a state dict, and not used in scoring
            };
            if (config.Validate().FirstOrDefault() is { } problem)
            {
                throw new CheckpointFormatException(path, null, problem, "a model that can be exported");
            }

            var weights = Rename(config, module, embedding, head);
            RequireAllUsed();
            var description = Invariant($"{config.ShortName}: embedding {embedding.Name} {embedding.ShapeText}, recurrent {module}*_l0..{layers - 1}, head {head.Name} {head.ShapeText}");
            return new ClassifierStructure(config, weights, description);
        }

        (string Module, int Layers, bool Bidirectional) FindRecurrent()
        {
            var matches = tensors.Select(tensor => RecurrentParameter().Match(tensor.Name)).Where(match => match.Success).ToList();
            var modules = matches.Select(match => match.Groups["module"].Value).Distinct().ToList();
            if (modules is not [var module])
            {
                throw new CheckpointFormatException(
                    path,
                    null,
                    modules.Count == 0 ? "no tensor called *weight_ih_l0" : $"recurrent modules {string.Join(", ", modules)}",
                    "one nn.RNN, nn.LSTM or nn.GRU");
            }

            var layers = 1 + matches.Max(match => int.Parse(match.Groups["layer"].Value, CultureInfo.InvariantCulture));
            return (module, layers, matches.Any(match => match.Groups["reverse"].Success));
        }

        RecurrentCell Cell(long rows, long hidden) => (rows % hidden, rows / hidden) switch
        {
            (0, 1) => RecurrentCell.Rnn,
            (0, 3) => RecurrentCell.Gru,
            (0, 4) => RecurrentCell.Lstm,
            _ => throw new CheckpointFormatException(
                path, "weight_ih_l0", $"{rows} rows for a hidden state of {hidden}", "1, 3 or 4 times as many: nn.RNN, nn.GRU or nn.LSTM without projection"),
        };

        StateDict Rename(ModelConfig config, string module, NamedTensor embedding, NamedTensor head)
        {
            var weights = new StateDict();
            var hasBiases = tensors.Any(tensor => RecurrentParameter().Match(tensor.Name).Groups["kind"].Value.StartsWith("bias", StringComparison.Ordinal));
            foreach (var (name, shape) in config.Parameters())
            {
                var tensor = name switch
                {
                    ParameterNames.Embedding => embedding,
                    ParameterNames.HeadWeight => OneOutput(head, head.Shape[0]),
                    ParameterNames.HeadBias => OneOutput(HeadBias(head), head.Shape[0]),
                    _ => Recurrent(module + name[(ParameterNames.RecurrentModule.Length + 1)..], shape, hasBiases),
                };
                Require(tensor, shape);
                weights.Add(tensor with { Name = name, Shape = shape });
            }

            return weights;
        }

        /// <summary>A recurrent parameter. A module without biases lacks all of them.</summary>
        NamedTensor Recurrent(string name, long[] shape, bool hasBiases) =>
            shape.Length > 1 || hasBiases ? Required(name, shape.Length) : Zeros(name, shape[0]);

        NamedTensor HeadBias(NamedTensor head)
        {
            var name = BiasOf(head);
            return tensors.Contains(name) ? Required(name, rank: 1) : Zeros(name, head.Shape[0]);
        }

        /// <summary>The name of the bias next to a weight. A linear layer has one, as a rule; an embedding never does.</summary>
        static string BiasOf(NamedTensor weight) => weight.Name[..(weight.Name.LastIndexOf('.') + 1)] + "bias";

        static NamedTensor Zeros(string name, long length) => new(name, [length], new float[length]);

        /// <summary>Of two outputs for softmax, the logit of the second: its difference from the first. One output and more than two are kept.</summary>
        NamedTensor OneOutput(NamedTensor tensor, long outputs)
        {
            Require(tensor, [outputs, .. tensor.Shape.Skip(1)]);
            if (outputs != 2)
            {
                return tensor;
            }

            var length = tensor.RowLength;
            var difference = new float[length];
            TensorPrimitives.Subtract(tensor.Data.AsSpan(length, length), tensor.Data.AsSpan(0, length), difference);
            return tensor with { Shape = [1, .. tensor.Shape.Skip(1)], Data = difference };
        }

        void Require(NamedTensor tensor, long[] shape)
        {
            if (!tensor.Shape.SequenceEqual(shape))
            {
                throw new CheckpointFormatException(path, tensor.Name, $"shape {tensor.ShapeText}", $"[{string.Join(", ", shape)}]");
            }

            if (tensor.Data.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            {
                throw new CheckpointFormatException(path, tensor.Name, "a value that is not finite", "finite numbers");
            }
        }

        NamedTensor Required(string name, int rank)
        {
            if (!tensors.Contains(name))
            {
                throw new CheckpointFormatException(path, name, "no such tensor", "the parameters of every layer and direction");
            }

            _used.Add(name);
            var tensor = tensors[name];
            return tensor.Shape.Count == rank && tensor.Data.Length > 0
                ? tensor
                : throw new CheckpointFormatException(path, name, $"shape {tensor.ShapeText}", $"{rank} dimensions with values");
        }

        NamedTensor Single(string what, string shape, Func<NamedTensor, bool> fits)
        {
            var candidates = tensors.Where(tensor =>
                !RecurrentParameter().IsMatch(tensor.Name) && !tensor.Name.Contains(ProjectionWeight, StringComparison.Ordinal) && fits(tensor)).ToList();
            if (candidates is not [var tensor])
            {
                throw new CheckpointFormatException(
                    path,
                    null,
                    candidates.Count == 0 ? $"no tensor for {what}" : $"several tensors for {what}: {string.Join(", ", candidates.Select(candidate => candidate.Name))}",
                    $"one with the shape {shape}");
            }

            _used.Add(tensor.Name);
            return tensor;
        }

        void RequireAllUsed()
        {
            if (tensors.FirstOrDefault(tensor => !_used.Contains(tensor.Name)) is { } left)
            {
                throw new CheckpointFormatException(
                    path, left.Name, $"a tensor {left.ShapeText} that has no place", "embedding, recurrent layers and one linear head, nothing else");
            }
        }
    }
}
