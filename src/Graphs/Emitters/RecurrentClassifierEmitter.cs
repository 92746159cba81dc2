using RnnToolkit.Bundle;

using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Emitters;

/// <summary>The whole classifier: ids to logits and probabilities.</summary>
/// <remarks>Shapes: B batch, T time steps, E embedding, H hidden, D directions, N n-grams of a text, K logits.</remarks>
static class RecurrentClassifierEmitter
{
    /// <summary>Adds the inputs and the classifier to an empty graph.</summary>
    /// <param name="padding">The states with which a negative first id skips left padding; null for a graph that runs every step.</param>
    public static void Emit(OnnxGraphBuilder graph, StateDict weights, ModelConfig config, GraphFormat format, PaddingStates? padding = null)
    {
        var inputIds = graph.Input(GraphTensorNames.InputIds, DataType.Int64, GraphTensorNames.BatchAxis, GraphTensorNames.SequenceAxis);
        var nGramIds = config.WideSize > 0
            ? graph.Input(GraphTensorNames.NGramIds, DataType.Int64, GraphTensorNames.BatchAxis, GraphTensorNames.NGramsAxis)
            : null;
        var (ids, states) = padding is null ? (inputIds, null) : SkippedPaddingEmitter.Emit(graph, config, padding, inputIds);
        EmitFrom(graph, weights, config, format, ids, nGramIds, states);
    }

    /// <summary>Adds the classifier after existing ids, and makes its results outputs of the graph.</summary>
    /// <param name="inputIds">Ids [B, T], int64.</param>
    /// <param name="nGramIds">Ids of n-grams [B, N], int64; null without a wide channel.</param>
    /// <param name="states">For each layer the states [1, B, H] that it begins with; null for zeros.</param>
    public static void EmitFrom(
        OnnxGraphBuilder graph,
        StateDict weights,
        ModelConfig config,
        GraphFormat format,
        string inputIds,
        string? nGramIds = null,
        string[][]? states = null)
    {
        var pooled = EmitRecurrent(graph, weights, config, format, inputIds, states);
        if (nGramIds is null)
        {
            LinearEmitter.Emit(graph, weights, ParameterNames.HeadModule, pooled, GraphTensorNames.Logits); // [B, K]
        }
        else
        {
            var recurrent = LinearEmitter.Emit(graph, weights, ParameterNames.HeadModule, pooled, "recurrent.logits"); // [B, K]
            var wide = WideEmitter.EmitLogits(graph, weights, format.Precision, nGramIds); // [B, K]
            WideEmitter.EmitFusion(graph, weights, recurrent, wide, GraphTensorNames.Logits);
        }

        var probability = config.OutputCount == 1
            ? graph.Node("Sigmoid", "sigmoid", [GraphTensorNames.Logits], GraphTensorNames.Probability).Output
            : graph.Node("Softmax", "softmax", [GraphTensorNames.Logits], GraphTensorNames.Probabilities).With("axis", 1).Output;
        graph.Output(GraphTensorNames.Logits, DataType.Float, GraphTensorNames.BatchAxis, config.OutputCount);
        graph.Output(probability, DataType.Float, GraphTensorNames.BatchAxis, config.OutputCount);
    }

    /// <summary>Adds embedding, recurrent layers and pooling.</summary>
    /// <returns>The input of the head [B, <see cref="ModelConfig.PooledSize"/>].</returns>
    static string EmitRecurrent(
        OnnxGraphBuilder graph, StateDict weights, ModelConfig config, GraphFormat format, string inputIds, string[][]? states)
    {
        var lengths = config.MaskPadding ? SequenceLengthsEmitter.Emit(graph, inputIds) : OnnxGraphBuilder.LeftOut; // [B]

        // To time-major while there is one number a token, not yet a vector.
        var ids = graph.Node("Transpose", "time_major", [inputIds], "time_major.Y").With("perm", 1, 0).Output; // [T, B]
        var x = EmbeddingEmitter.Emit(graph, weights, format.Precision, ids); // [T, B, E]
        for (var layer = 0; layer < config.Layers - 1; layer++)
        {
            x = RecurrentLayerEmitter.EmitSequence(graph, weights, config, format.Precision, layer, x, lengths, states?[layer]); // [T, B, D·H]
        }

        // Dropout does nothing when a model is used, so it has no node.
        var last = config.Layers - 1;
        if (config.Pooling is Pooling.Last)
        {
            return RecurrentLayerEmitter.EmitFinalHidden(graph, weights, config, format.Precision, last, x, lengths, states?[last]); // [B, D·H]
        }

        var y = RecurrentLayerEmitter.EmitSequence(graph, weights, config, format.Precision, last, x, lengths, states?[last]); // [T, B, D·H]
        return new PoolingEmitter(graph, format).Emit(weights, config, y, lengths);
    }
}
