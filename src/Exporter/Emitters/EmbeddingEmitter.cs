using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Graphs;

namespace RnnToolkit.Exporter.Emitters;

/// <summary>The look-up of embeddings.</summary>
static class EmbeddingEmitter
{
    /// <summary>Adds the table and looks the ids up.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="weights">Parameters by their PyTorch names.</param>
    /// <param name="ids">Ids of any shape; time-major [T, B] here.</param>
    /// <returns>The embeddings, the shape of the ids with E behind it: [T, B, E].</returns>
    public static string Emit(OnnxGraphBuilder graph, StateDict weights, string ids)
    {
        var weight = weights["embedding.weight"]; // [V, E]
        var table = graph.Initializer(weight.Name, [.. weight.Shape], weight.Data);
        return graph.Node("Gather", "embedding", [table, ids], "embedding.Y").With("axis", 0).Output;
    }
}
