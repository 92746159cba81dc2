using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>
/// A matrix of a recurrent layer. Where it is stored small, it is turned back into float32 by nodes that have constants alone for their
/// inputs: ONNX Runtime computes them once, when it loads the graph, so scoring takes no longer.
/// </summary>
static class RecurrentMatrixEmitter
{
    /// <summary>Adds the matrix.</summary>
    /// <param name="values">Its values in row-major order.</param>
    public static string Emit(OnnxGraphBuilder graph, WeightPrecision precision, string name, ReadOnlySpan<long> shape, float[] values)
    {
        if (precision != WeightPrecision.Int8All)
        {
            return graph.Initializer(name, shape, values);
        }

        var rows = QuantizedRows.From(values, (int)shape[2]);
        var quantized = ToFloat(graph, graph.Initializer($"{name}.int8", shape, rows.Values), $"{name}.quantized");
        var scales = ToFloat(graph, graph.Initializer($"{name}.scale", [shape[0], shape[1], 1], rows.Scales), $"{name}.scales");
        return graph.Node("Mul", name, [quantized, scales], name).Output;
    }

    static string ToFloat(OnnxGraphBuilder graph, string constant, string name) =>
        graph.Node("Cast", name, [constant], name).With("to", (long)DataType.Float).Output;
}
