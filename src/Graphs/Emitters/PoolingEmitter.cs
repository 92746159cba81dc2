using System.Diagnostics;
using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>Pooling over the outputs of the last layer, tokens only.</summary>
/// <remarks>Shapes: B batch, T time steps, D·H the outputs of all directions.</remarks>
sealed class PoolingEmitter(OnnxGraphBuilder graph, GraphFormat format)
{
    const string Name = "pooling";

    // ReduceMax takes its axes from an input since this opset, ReduceSum since 13.
    const int ReduceMaxAxesInputOpset = 18;

    /// <summary>Adds the pooling.</summary>
    /// <param name="y">The outputs [T, B, D·H].</param>
    /// <param name="lengths">The number of tokens, int32 [B].</param>
    /// <returns>The input of the head [B, <see cref="ModelConfig.PooledSize"/>].</returns>
    public string Emit(StateDict weights, ModelConfig config, string y, string lengths)
    {
        var timeAxis = graph.Initializer<long>($"{Name}.time_axis", [1], [0]);
        var isToken = EmitMask(y, lengths); // [T, B, 1]
        switch (config.Pooling)
        {
            case Pooling.Mean:
                return Mean();
            case Pooling.Max:
                return Max();
            case Pooling.MeanMax:
                return Node("Concat", "mean_max", Mean(), Max()).With("axis", 1).Output;
            case Pooling.Attention:
                var vector = weights[ParameterNames.AttentionWeight];
                var column = graph.Initializer(vector.Name, [vector.RowLength, 1], vector.Data);
                var scores = Mask(Node("MatMul", "attention.scores", y, column).Output, "attention"); // [T, B, 1]
                var shares = Node("Softmax", "attention.shares", scores).With("axis", 0).Output;
                return Sum(Node("Mul", "attention.weighted", y, shares).Output, "attention");
            default:
                throw new UnreachableException();
        }

        string Mean()
        {
            var zero = graph.Initializer<float>($"{Name}.zero", [], [0]);
            var sum = Sum(Node("Where", "tokens", isToken, y, zero).Output, "sum");
            var counts = Node("Cast", "counts", lengths).With("to", (long)DataType.Float).Output;
            var column = graph.Initializer<long>($"{Name}.column_axis", [1], [1]);
            return Node("Div", "mean", sum, Node("Unsqueeze", "counts.column", counts, column).Output).Output;
        }

        string Max()
        {
            var masked = Mask(y, "max");
            return format.Opset.Opset < ReduceMaxAxesInputOpset
                ? Node("ReduceMax", "max", masked).With("axes", [0L]).With("keepdims", 0).Output
                : Node("ReduceMax", "max", masked, timeAxis).With("keepdims", 0).Output;
        }

        string Sum(string values, string name) => Node("ReduceSum", name, values, timeAxis).With("keepdims", 0).Output; // [B, D·H]

        string Mask(string values, string name)
        {
            var lowest = graph.Initializer<float>($"{Name}.{name}.padding", [], [float.NegativeInfinity]);
            return Node("Where", $"{name}.tokens", isToken, values, lowest).Output;
        }
    }

    /// <summary>Whether a step is one of a token [T, B, 1]: its number is below the row's length.</summary>
    string EmitMask(string y, string lengths)
    {
        var (zero, one) = (graph.Initializer<int>($"{Name}.first_step", [], [0]), graph.Initializer<int>($"{Name}.next_step", [], [1]));
        var first = graph.Initializer<long>($"{Name}.first_dimension", [], [0]);
        var shape = Node("Shape", "shape", y).Output;
        var count = Node("Gather", "step_count", shape, first).With("axis", 0).Output;
        var limit = Node("Cast", "step_limit", count).With("to", (long)DataType.Int32).Output;
        var steps = Node("Range", "steps", zero, limit, one).Output; // [T]
        var column = Node("Unsqueeze", "steps.column", steps, graph.Initializer<long>($"{Name}.step_axes", [2], [1, 2])).Output; // [T, 1, 1]
        var rows = Node("Unsqueeze", "lengths.column", lengths, graph.Initializer<long>($"{Name}.length_axis", [1], [1])).Output; // [B, 1]
        return Node("Less", "is_token", column, rows).Output;
    }

    OnnxNode Node(string opType, string name, params ReadOnlySpan<string> inputs) => graph.Node(opType, $"{Name}.{name}", inputs, $"{Name}.{name}.Y");
}
