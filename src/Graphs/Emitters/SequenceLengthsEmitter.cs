using RnnToolkit.Graphs.Onnx;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>How many steps of each row are tokens: the graph counts them, so that padding on the right changes nothing, however much there is.</summary>
static class SequenceLengthsEmitter
{
    /// <summary>Adds the count of the ids that are not 0. A text without tokens has one step, because recurrent layers need one.</summary>
    /// <param name="inputIds">Ids [B, T], int64.</param>
    /// <returns>The lengths, int32 [B], at least 1.</returns>
    public static string Emit(OnnxGraphBuilder graph, string inputIds)
    {
        const string Name = "sequence_lens";
        var isToken = Cast(inputIds, DataType.Bool, "is_token"); // [B, T]
        var counts = Cast(isToken, DataType.Int32, "token_counts");
        var axis = graph.Initializer<long>($"{Name}.axis", [1], [1]);
        var sum = graph.Node("ReduceSum", "tokens", [counts, axis], "tokens").With("keepdims", 0).Output; // [B]
        return graph.Node("Max", Name, [sum, graph.Initializer<int>($"{Name}.minimum", [], [1])], Name).Output;

        string Cast(string value, DataType type, string name) => graph.Node("Cast", name, [value], name).With("to", (long)type).Output;
    }
}
