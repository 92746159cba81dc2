using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>
/// Lets a row of ids skip left padding: a first id of -k stands for k + 1 steps of padding. Rows without negative ids give the same bits as a graph without tables.
/// </summary>
/// <remarks>
/// This is part of the ids and not a separate input, because ONNX Runtime warns about every optional input whenever it loads a graph, and
/// because callers that do not use it need no other signature.
/// </remarks>
static class SkippedPaddingEmitter
{
    /// <summary>Adds the tables and their look-up.</summary>
    /// <param name="config">The architecture, in one direction.</param>
    /// <param name="padding">The tables.</param>
    /// <param name="inputIds">Ids [B, T], int64.</param>
    /// <returns>The ids that are left to run [B, T], none of them negative, and for each layer the states [1, B, H] that it begins with.</returns>
    public static (string Ids, string[][] States) Emit(OnnxGraphBuilder graph, ModelConfig config, PaddingStates padding, string inputIds)
    {
        var zero = graph.Initializer<long>("zero", [], [0]);
        var ids = graph.Node("Max", "ids", [inputIds, zero], "ids").Output; // [B, T]
        var first = graph.Node("Gather", "first_id", [inputIds, zero], "first_id").With("axis", 1).Output; // [B]
        var negated = graph.Node("Neg", "first_id.negated", [first], "first_id.negated").Output;
        var skipped = graph.Node("Max", "skipped_padding", [negated, zero], "skipped_padding").Output; // [B]
        return (ids, [.. Enumerable.Range(0, config.Layers).Select(layer => PaddingStates.NamesOf(config, layer).Select(LookUp).ToArray())]);

        string LookUp(string name)
        {
            var table = graph.Initializer($"{name}.after_padding", [1, padding.Steps + 1, config.HiddenSize], padding.Tables[name]);
            return graph.Node("Gather", name, [table, skipped], name).With("axis", 1).Output; // [1, B, H]
        }
    }
}
