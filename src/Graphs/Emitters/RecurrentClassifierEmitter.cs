using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>The whole classifier: ids to logits and probabilities.</summary>
/// <remarks>Shapes: B batch, T time steps, E embedding, H hidden, D directions.</remarks>
static class RecurrentClassifierEmitter
{
    /// <summary>Adds the input and the classifier to an empty graph.</summary>
    /// <param name="padding">The states with which a negative first id skips left padding; null for a graph that runs every step.</param>
    public static void Emit(
        OnnxGraphBuilder graph, StateDict weights, ModelConfig config, WeightPrecision precision, PaddingStates? padding = null)
    {
        var inputIds = graph.Input(GraphTensorNames.InputIds, DataType.Int64, GraphTensorNames.BatchAxis, GraphTensorNames.SequenceAxis);
        var (ids, states) = padding is null ? (inputIds, null) : SkippedPaddingEmitter.Emit(graph, config, padding, inputIds);
        EmitFrom(graph, weights, config, precision, ids, states);
    }

    /// <summary>Adds the classifier after existing ids, and makes its results outputs of the graph.</summary>
    /// <param name="inputIds">Ids [B, T], int64.</param>
    /// <param name="states">For each layer the states [1, B, H] that it begins with; null for zeros.</param>
    public static void EmitFrom(
        OnnxGraphBuilder graph, StateDict weights, ModelConfig config, WeightPrecision precision, string inputIds, string[][]? states = null)
    {
        // To time-major while there is one number a token, not yet a vector.
        var ids = graph.Node("Transpose", "time_major", [inputIds], "time_major.Y").With("perm", 1, 0).Output; // [T, B]
        var x = EmbeddingEmitter.Emit(graph, weights, precision, ids); // [T, B, E]
        for (var layer = 0; layer < config.Layers - 1; layer++)
        {
            x = RecurrentLayerEmitter.EmitSequence(graph, weights, config, precision, layer, x, states?[layer]); // [T, B, D·H]
        }

        // Dropout does nothing when a model is used, so it has no node.
        var final = RecurrentLayerEmitter.EmitFinalHidden(graph, weights, config, precision, config.Layers - 1, x, states?[^1]); // [B, D·H]
        LinearEmitter.Emit(graph, weights, ParameterNames.HeadModule, final, GraphTensorNames.Logits); // [B, 1]
        graph.Node("Sigmoid", "sigmoid", [GraphTensorNames.Logits], GraphTensorNames.Probability);
        graph.Output(GraphTensorNames.Logits, DataType.Float, GraphTensorNames.BatchAxis, 1);
        graph.Output(GraphTensorNames.Probability, DataType.Float, GraphTensorNames.BatchAxis, 1);
    }
}
