using System.Diagnostics;
using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>
/// The look-up of embeddings. The table is nearly all of a model, so it is what a smaller precision shrinks: rows are stored small and
/// only those that are looked up are turned back into float32, whatever cell comes after.
/// </summary>
static class EmbeddingEmitter
{
    const string Name = ParameterNames.EmbeddingModule;

    /// <summary>The largest value that a table or matrix can hold.</summary>
    public static float LargestValue(WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => float.MaxValue,
        WeightPrecision.Fp16 => (float)Half.MaxValue,
        WeightPrecision.Int8 or WeightPrecision.Int8All => QuantizedRows.LargestValue,
        _ => throw new UnreachableException(),
    };

    /// <summary>Adds the table and looks the ids up.</summary>
    /// <param name="ids">Ids of any shape; time-major [T, B] here.</param>
    /// <returns>The embeddings in float32, the shape of the ids followed by E: [T, B, E].</returns>
    public static string Emit(OnnxGraphBuilder graph, StateDict weights, WeightPrecision precision, string ids)
    {
        var weight = weights[ParameterNames.Embedding]; // [V, E]
        ReadOnlySpan<long> shape = [.. weight.Shape];
        switch (precision)
        {
            case WeightPrecision.Fp32:
                return Gather(graph, graph.Initializer(weight.Name, shape, weight.Data), ids, Name);
            case WeightPrecision.Fp16:
                var halves = Array.ConvertAll(weight.Data, value => (Half)value);
                return GatherToFloat(graph, graph.Initializer(weight.Name, shape, halves), ids, Name);
            case WeightPrecision.Int8:
            case WeightPrecision.Int8All:
                var rows = QuantizedRows.From(weight.Data, weight.RowLength);
                var values = GatherToFloat(graph, graph.Initializer(weight.Name, shape, rows.Values), ids, $"{Name}.quantized"); // [T, B, E]
                var scales = GatherToFloat(
                    graph, graph.Initializer($"{Name}.scale", [rows.Scales.Length, 1], rows.Scales), ids, $"{Name}.scales"); // [T, B, 1]
                return graph.Node("Mul", Name, [values, scales], $"{Name}.Y").Output;
            default:
                throw new UnreachableException();
        }
    }

    static string Gather(OnnxGraphBuilder graph, string table, string ids, string name) =>
        graph.Node("Gather", name, [table, ids], $"{name}.Y").With("axis", 0).Output;

    static string GatherToFloat(OnnxGraphBuilder graph, string table, string ids, string name)
    {
        var rows = graph.Node("Gather", $"{name}.rows", [table, ids], $"{name}.rows").With("axis", 0).Output;
        return graph.Node("Cast", name, [rows], $"{name}.Y").With("to", (long)DataType.Float).Output;
    }
}
