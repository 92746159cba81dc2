using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>A linear layer.</summary>
static class LinearEmitter
{
    /// <summary>Adds <c>x Wᵀ + b</c>.</summary>
    /// <param name="x">Input [B, in].</param>
    /// <param name="output">Name of the result [B, out].</param>
    public static string Emit(OnnxGraphBuilder graph, StateDict weights, string layer, string x, string output)
    {
        var (weight, bias) = (weights[$"{layer}.weight"], weights[$"{layer}.bias"]); // [out, in], [out]
        var w = graph.Initializer(weight.Name, [.. weight.Shape], weight.Data);
        var b = graph.Initializer(bias.Name, [.. bias.Shape], bias.Data);
        return graph.Node("Gemm", layer, [x, w, b], output).With("transB", 1).Output;
    }
}
