using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>The wide channel of n-grams, and its sum with the recurrent one.</summary>
/// <remarks>Shapes: B batch, N n-grams of a text, K logits.</remarks>
static class WideEmitter
{
    const string Name = "wide";

    /// <summary>Adds <c>Σ weight[id] / √Σ norm[id] + bias</c>. Without a known n-gram both sums are 0, and the bias is left.</summary>
    /// <param name="ids">Ids of n-grams [B, N], int64. 0 is padding: its rows are zeros.</param>
    /// <returns>The logits of the channel [B, K].</returns>
    public static string EmitLogits(OnnxGraphBuilder graph, StateDict weights, WeightPrecision precision, string ids)
    {
        var (weight, bias) = (weights[ParameterNames.WideWeight], weights[ParameterNames.WideBias]);
        var axis = graph.Initializer<long>($"{Name}.axis", [1], [1]);
        var rows = TableEmitter.Emit(graph, weight, precision, QuantizedRows.RowsPerScale(weight.RowLength), ids, weight.Name); // [B, N, K]
        var sum = graph.Node("ReduceSum", $"{Name}.sum", [rows, axis], $"{Name}.sum").With("keepdims", 0).Output; // [B, K]
        var squared = graph.Node("ReduceSum", $"{Name}.squared_length", [EmitNorms(graph, weights, precision, ids), axis], $"{Name}.squared_length")
            .With("keepdims", 1).Output; // [B, 1]
        var (zero, one) = (graph.Initializer<float>($"{Name}.zero", [], [0]), graph.Initializer<float>($"{Name}.one", [], [1]));
        var isPositive = Node("Greater", "is_known", squared, zero);
        var length = Node("Sqrt", "length", Node("Where", "squared_divisor", isPositive, squared, one));
        var quotient = Node("Div", "quotient", sum, length);
        return Node("Add", "logits", quotient, graph.Initializer(bias.Name, [.. bias.Shape], bias.Data));

        string Node(string opType, string name, params ReadOnlySpan<string> inputs) =>
            graph.Node(opType, $"{Name}.{name}", inputs, $"{Name}.{name}").Output;
    }

    /// <summary>Adds <c>a z_recurrent + b z_wide + c</c>.</summary>
    /// <param name="recurrent">Logits of the recurrent channel [B, K].</param>
    /// <param name="wide">Logits of the wide channel [B, K].</param>
    /// <param name="output">Name of the result [B, K].</param>
    public static void EmitFusion(OnnxGraphBuilder graph, StateDict weights, string recurrent, string wide, string output)
    {
        var left = Scaled(ParameterNames.FusionRecurrent, recurrent);
        var right = Scaled(ParameterNames.FusionWide, wide);
        var sum = graph.Node("Add", "fusion.sum", [left, right], "fusion.sum").Output;
        graph.Node("Add", "fusion", [sum, Parameter(ParameterNames.FusionBias)], output);

        string Scaled(string factor, string logits) => graph.Node("Mul", $"{factor}.logits", [logits, Parameter(factor)], $"{factor}.logits").Output;

        string Parameter(string name) => graph.Initializer(name, [.. weights[name].Shape], weights[name].Data);
    }

    /// <summary>What each n-gram adds to the squared length of its text [B, N].</summary>
    static string EmitNorms(OnnxGraphBuilder graph, StateDict weights, WeightPrecision precision, string ids)
    {
        var norm = weights[ParameterNames.WideNorm];
        var table = RoundedWeights.HasRoots(precision) ? norm with { Data = RoundedWeights.Roots(norm.Data) } : norm;
        var found = TableEmitter.Emit(graph, table, precision, QuantizedRows.RowsPerScale(table.RowLength), ids, norm.Name);
        return RoundedWeights.HasRoots(precision) ? graph.Node("Mul", "wide.norm.squares", [found, found], "wide.norm.squares").Output : found;
    }
}
