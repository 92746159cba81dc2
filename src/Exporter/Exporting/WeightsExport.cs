using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Exporter.PyTorch;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Exporting;

/// <summary>Exports the weights of a classifier that was trained in PyTorch.</summary>
/// <param name="weightsPath">Safetensors, or a state dict by <c>torch.save</c>.</param>
sealed class WeightsExport(string weightsPath, GraphFormat format)
{
    const int ProbeCount = 24;
    const string Origin = "PyTorch's equations in double precision";

    /// <summary>What the tensors are, in one line.</summary>
    public string Description => Structure.Description;

    /// <summary>Whether it is a vanilla RNN, whose activation has no weights.</summary>
    public bool IsVanilla => Structure.Config.Cell == RecurrentCell.Rnn;

    ClassifierStructure Structure { get; } = ClassifierStructure.Infer(PyTorchFile.Read(weightsPath), weightsPath);

    string Name => ModelNameOf(Path.GetFileNameWithoutExtension(weightsPath)) ?? Structure.Config.ShortName;

    /// <summary>Writes <c>model.onnx</c> alone: without a vocabulary nothing says which text has which ids.</summary>
    /// <returns>A report in one line.</returns>
    /// <exception cref="CheckpointFormatException">ONNX Runtime does not give the numbers.</exception>
    public string WriteGraph(string directory, CancellationToken cancellationToken)
    {
        new BundleExport(format).RequireStorable(Structure.Config, Structure.Weights, vocabulary: null, weightsPath);
        var graph = ClassifierGraph.Build(Name, Structure.Config, Structure.Weights, format).ToByteArray();
        var rounded = RoundedWeights.Of(Structure.Weights, format.Precision);
        var rule = ParityRule.Exact(Structure.Config, rounded);
        var (texts, largest) = ReferenceCheck.Run(graph, Structure.Config, rounded, rule, weightsPath, cancellationToken);
        var path = Path.Combine(Directory.CreateDirectory(directory).FullName, ModelBundle.GraphFile);
        OutputTarget.Of(path).Write(stream => stream.Write(graph));
        return Invariant(
            $"{Name}: opset {format.Opset.Opset}, {format.PrecisionName}, {ExportReport.Size(graph.LongLength)}, largest difference {largest:0.0e-0} on {texts} random texts -> {path}");
    }

    /// <summary>Writes a bundle.</summary>
    /// <param name="vocabularyPath">A token a line; line n holds the token with id n, and id 0 is for padding and unknown tokens.</param>
    /// <param name="sequenceLength">Tokens per text.</param>
    /// <param name="labels">The names of the outputs; null for <c>neg</c> and <c>pos</c>, or the numbers of more outputs.</param>
    /// <param name="directory">The directory to make.</param>
    /// <exception cref="CheckpointFormatException">The vocabulary does not fit, or ONNX Runtime does not give the numbers.</exception>
    public ExportReport WriteBundle(string vocabularyPath, int sequenceLength, IReadOnlyList<string>? labels, string directory, CancellationToken cancellationToken)
    {
        var vocabulary = File.Exists(vocabularyPath)
            ? Checkpoint.ReadVocabulary(vocabularyPath)
            : throw BadOption.Because($"--vocabulary: {vocabularyPath}: found no such file, expected one token a line");
        if (vocabulary.TableSize != Structure.Config.VocabularySize)
        {
            throw new CheckpointFormatException(
                vocabularyPath,
                null,
                $"{vocabulary.Count} tokens",
                $"{Structure.Config.VocabularySize - 1}: one for each row of the embedding table but row 0, which is for padding and unknown tokens");
        }

        var classes = Structure.Config.Classes;
        labels ??= classes == LabelSet.MinCount ? LabelSet.Sentiment.Names : [.. Enumerable.Range(0, classes).Select(k => Invariant($"{k}"))];
        if (labels.Count != classes)
        {
            throw BadOption.Because(Invariant($"--labels: found {labels.Count} names, expected {classes}, one for each {(classes == LabelSet.MinCount ? "class" : "output of the head")}"));
        }

        var config = new CheckpointConfig
        {
            Name = Name,
            Model = Structure.Config,
            Preprocessing = new PreprocessConfig { SequenceLength = sequenceLength },
            Labels = labels,
        };
        var checkpoint = new Checkpoint
        {
            Config = config,
            Weights = Structure.Weights,
            Vocabulary = vocabulary,
            Metrics = [],
            Probes = [.. Probes(new TextEncoder(config.Preprocessing, vocabulary))],
        };
        var source = new ExportSource(checkpoint, weightsPath, weightsPath, Origin, Metrics: null, CheckpointDirectory: null);
        return new BundleExport(format).Run(source, directory, cancellationToken);
    }

    /// <summary>Texts of all lengths from the vocabulary, with the logits they must have.</summary>
    IEnumerable<Probe> Probes(TextEncoder encoder)
    {
        var (random, reference) = (new Random(ProbeCount), new ReferenceClassifier(Structure.Config, Structure.Weights));
        var tokens = encoder.Vocabulary.Tokens;
        for (var i = 0; i < ProbeCount; i++)
        {
            var length = tokens.Count == 0 ? 0 : i * (encoder.SequenceLength + 1) / (ProbeCount - 1); // none at all, up to one more than the model reads
            var text = string.Join(' ', Enumerable.Range(0, length).Select(_ => tokens[random.Next(tokens.Count)]));
            var ids = new long[encoder.SequenceLength];
            encoder.Encode(text, ids);
            yield return Probe.Of(text, ids, reference.FloatLogits(ids));
        }
    }

    static string? ModelNameOf(string file)
    {
        var name = string.Concat(file.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.');
        return ModelName.Validate(name).Any() ? null : name;
    }
}
