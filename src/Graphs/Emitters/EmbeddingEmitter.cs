using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>The look-up of embeddings.</summary>
static class EmbeddingEmitter
{
    /// <summary>Adds the table and looks the ids up.</summary>
    /// <param name="ids">Ids of any shape; time-major [T, B] here.</param>
    /// <returns>The embeddings in float32, the shape of the ids followed by E: [T, B, E].</returns>
    public static string Emit(OnnxGraphBuilder graph, StateDict weights, WeightPrecision precision, string ids) =>
        TableEmitter.Emit(graph, weights[ParameterNames.Embedding], precision, rowsPerScale: 1, ids, ParameterNames.EmbeddingModule);
}
