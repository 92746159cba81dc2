using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>One time step of padding: states in, states out.</summary>
static class PaddingStepEmitter
{
    /// <summary>Adds the step. Inputs and outputs are the states [1, B, H] of all layers, in the order of <see cref="PaddingStates.NamesOf"/>.</summary>
    public static void Emit(OnnxGraphBuilder graph, StateDict weights, ModelConfig config, WeightPrecision precision, int rows)
    {
        var ids = graph.Initializer<long>("ids", [1, rows], new long[rows]); // [T, B]
        var x = EmbeddingEmitter.Emit(graph, PaddingRow(weights), precision, ids); // [T, B, E]
        var outputs = new List<string>();
        for (var layer = 0; layer < config.Layers; layer++)
        {
            string[] state = [.. PaddingStates.NamesOf(config, layer).Select(name => graph.Input(name, DataType.Float, 1, rows, config.HiddenSize))];
            var final = RecurrentLayerEmitter.EmitFinalState(graph, weights, config, precision, layer, x, OnnxGraphBuilder.LeftOut, state);
            outputs.AddRange(final);
            x = final[0]; // [D, B, H], and with one direction and one step also [T, B, H]
        }

        outputs.ForEach(output => graph.Output(output, DataType.Float, 1, rows, config.HiddenSize));
    }

    /// <summary>The embedding table cut to the row of padding.</summary>
    static StateDict PaddingRow(StateDict weights)
    {
        var table = weights[ParameterNames.Embedding];
        var row = new StateDict();
        row.Add(new NamedTensor(ParameterNames.Embedding, [1, table.RowLength], table.Data[..table.RowLength]));
        return row;
    }
}
