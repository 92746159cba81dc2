using System.Diagnostics;
using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>
/// Looks ids up in a table. Tables are nearly all of a model, so they are what a smaller precision shrinks: rows are stored small and
/// only those that are looked up are turned back into float32, whatever comes after.
/// </summary>
static class TableEmitter
{
    /// <summary>The largest value that a table or matrix can hold.</summary>
    public static float LargestValue(WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => float.MaxValue,
        WeightPrecision.Fp16 => (float)Half.MaxValue,
        WeightPrecision.Int8 or WeightPrecision.Int8All => QuantizedRows.LargestValue,
        _ => throw new UnreachableException(),
    };

    /// <summary>Adds the table and looks the ids up.</summary>
    /// <param name="table">The table [rows, ...].</param>
    /// <param name="rowsPerScale">In int8, how many rows share a scale.</param>
    /// <param name="ids">Ids of any shape.</param>
    /// <param name="name">The prefix of new names.</param>
    /// <returns>The rows in float32, the shape of the ids followed by that of a row.</returns>
    public static string Emit(OnnxGraphBuilder graph, NamedTensor table, WeightPrecision precision, int rowsPerScale, string ids, string name)
    {
        ReadOnlySpan<long> shape = [.. table.Shape];
        switch (precision)
        {
            case WeightPrecision.Fp32:
                return Gather(graph, graph.Initializer(table.Name, shape, table.Data), ids, name);
            case WeightPrecision.Fp16:
                var halves = Array.ConvertAll(table.Data, value => (Half)value);
                return GatherToFloat(graph, graph.Initializer(table.Name, shape, halves), ids, name);
            case WeightPrecision.Int8:
            case WeightPrecision.Int8All:
                var rows = QuantizedRows.From(table.Data, rowsPerScale * table.RowLength);
                var values = GatherToFloat(graph, graph.Initializer(table.Name, shape, rows.Values), ids, $"{name}.quantized");
                long[] scaleShape = [rows.Scales.Length, .. Enumerable.Repeat(1L, table.Shape.Count - 1)];
                var scale = graph.Initializer($"{name}.scale", scaleShape, rows.Scales);
                var scales = GatherToFloat(graph, scale, ScaleIds(graph, ids, rowsPerScale, name), $"{name}.scales");
                return graph.Node("Mul", name, [values, scales], $"{name}.Y").Output;
            default:
                throw new UnreachableException();
        }
    }

    static string ScaleIds(OnnxGraphBuilder graph, string ids, int rowsPerScale, string name) => rowsPerScale == 1
        ? ids
        : graph.Node("Div", $"{name}.scale_ids", [ids, graph.Initializer<long>($"{name}.rows_per_scale", [], [rowsPerScale])], $"{name}.scale_ids").Output;

    static string Gather(OnnxGraphBuilder graph, string table, string ids, string name) =>
        graph.Node("Gather", name, [table, ids], $"{name}.Y").With("axis", 0).Output;

    static string GatherToFloat(OnnxGraphBuilder graph, string table, string ids, string name)
    {
        var rows = graph.Node("Gather", $"{name}.rows", [table, ids], $"{name}.rows").With("axis", 0).Output;
        return graph.Node("Cast", name, [rows], $"{name}.Y").With("to", (long)DataType.Float).Output;
    }
}
