using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Emitters;
using RnnToolkit.Exporter.Graphs;
using RnnToolkit.Preprocess;
using DataType = RnnToolkit.Exporter.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Exporter.Padding;

/// <summary>Computes <see cref="PaddingStates"/> with the kernels that score: one padding step after the other in ONNX Runtime.</summary>
static class PaddingRun
{
    const string Table = "embedding.weight";

    // For one row ONNX Runtime multiplies matrices in another way than for several, whatever their number. Two rows give the bits of
    // every batch; LSTM and GRU have them for one row, too.
    const int Rows = 2;

    /// <summary>Runs the steps.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="preprocessing">How texts are padded.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="format">The form of the graph: padding has the embedding that its table stores.</param>
    /// <returns>Null where padding cannot be skipped.</returns>
    public static PaddingStates? Compute(ModelConfig config, PreprocessConfig preprocessing, StateDict weights, GraphFormat format)
    {
        var (steps, width) = (PaddingStates.StepsOf(config, preprocessing), config.HiddenSize);
        if (steps == 0)
        {
            return null;
        }

        string[] names = [.. Enumerable.Range(0, config.Layers).SelectMany(layer => RecurrentLayerEmitter.StateNames(config, layer))];
        var tables = names.ToDictionary(name => name, _ => new float[(steps + 1) * width]); // row 0: zeros
        using var sessionOptions = new SessionOptions { IntraOpNumThreads = 1 }; // as the library scores, on however many processors
        using var session = new InferenceSession(StepGraph(config, weights, format, out var finals), sessionOptions);
        using var runOptions = new RunOptions();
        var states = names.Select(_ => new float[Rows * width]).ToArray();
        var inputs = states.Select(state => OrtValue.CreateTensorValueFromMemory(state, [1, Rows, width])).ToArray();
        for (var step = 1; step <= steps; step++)
        {
            using var outputs = session.Run(runOptions, names, inputs, finals);
            foreach (var (i, name) in names.Index())
            {
                outputs[i].GetTensorDataAsSpan<float>().CopyTo(states[i]); // the inputs of the next step
                states[i].AsSpan(0, width).CopyTo(tables[name].AsSpan(step * width));
            }
        }

        Array.ForEach(inputs, input => input.Dispose());
        return new PaddingStates(steps, tables);
    }

    /// <summary>One time step of padding: states in, states out.</summary>
    static byte[] StepGraph(ModelConfig config, StateDict weights, GraphFormat format, out string[] finals)
    {
        var graph = new OnnxGraphBuilder("padding_step");
        var ids = graph.Initializer<long>("ids", [1, Rows], new long[Rows]); // [T, B]
        var x = EmbeddingEmitter.Emit(graph, PaddingRow(weights), format.Precision, ids); // [T, B, E]
        var outputs = new List<string>();
        for (var layer = 0; layer < config.Layers; layer++)
        {
            string[] state = [.. RecurrentLayerEmitter.StateNames(config, layer).Select(name => graph.Input(name, DataType.Float, 1, Rows, config.HiddenSize))];
            var final = RecurrentLayerEmitter.EmitFinalState(graph, weights, config, format.Precision, layer, x, state);
            outputs.AddRange(final);
            x = final[0]; // [D, B, H], and with one direction and one step also [T, B, H]
        }

        outputs.ForEach(output => graph.Output(output, DataType.Float, 1, Rows, config.HiddenSize));
        finals = [.. outputs];
        return ClassifierGraph.ToBytes(graph.Build(format.Opset, ClassifierGraph.ProducerVersion, []));
    }

    /// <summary>The parameters with no more of the table than the row of padding.</summary>
    static StateDict PaddingRow(StateDict weights)
    {
        var table = weights[Table];
        var row = new StateDict();
        row.Add(new NamedTensor(Table, [1, table.RowLength], table.Data[..table.RowLength]));
        return row;
    }
}
