using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Internals;

/// <summary>What a graph must be for the classifier: checked against what the manifest says and against what ONNX Runtime found.</summary>
static class GraphContract
{
    /// <summary>The inputs, in the order in which a run gets them.</summary>
    public static string[] InputNames(ModelConfig model) =>
        model.WideSize > 0 ? [GraphTensorNames.InputIds, GraphTensorNames.NGramIds] : [GraphTensorNames.InputIds];

    /// <summary>The outputs, in the order in which a run gives them.</summary>
    public static string[] OutputNames(ModelConfig model) =>
        [GraphTensorNames.Logits, model.OutputCount == 1 ? GraphTensorNames.Probability : GraphTensorNames.Probabilities];

    /// <summary>Checks what the manifest declares.</summary>
    public static void Check(BundleManifest manifest, string manifestPath)
    {
        CheckDeclared(manifest.Graph.Inputs, InputNames(manifest.Model), "int64", manifestPath, "graph.inputs");
        CheckDeclared(manifest.Graph.Outputs, OutputNames(manifest.Model), "float32", manifestPath, "graph.outputs");
    }

    /// <summary>Checks what the graph has: names, types, ranks, and that its vocabulary and preprocessing are the bundle's.</summary>
    public static void Check(InferenceSession session, BundleManifest manifest, string graphPath)
    {
        var (inputs, outputs) = (InputNames(manifest.Model), OutputNames(manifest.Model));
        CheckNames(session.InputNames, inputs, graphPath, "inputs");
        CheckNames(session.OutputNames, outputs, graphPath, "outputs");
        foreach (var name in inputs)
        {
            // Of n-grams a text may have any number.
            int? columns = name == GraphTensorNames.InputIds ? manifest.Preprocessing.SequenceLength : null;
            CheckTensor(session.InputMetadata[name], name, TensorElementType.Int64, columns, graphPath);
        }

        foreach (var name in outputs)
        {
            CheckTensor(session.OutputMetadata[name], name, TensorElementType.Float, manifest.Model.OutputCount, graphPath);
        }

        CheckMetadata(Metadata(session, graphPath), manifest, graphPath);
    }

    /// <summary>Checks that the graph's vocabulary and preprocessing are the bundle's.</summary>
    public static void CheckMetadata(Dictionary<string, string> metadata, BundleManifest manifest, string graphPath)
    {
        CheckMetadata(metadata, GraphMetadataKeys.VocabularySha256, manifest.Files[manifest.Vocabulary.File].Sha256, graphPath);
        CheckMetadata(metadata, GraphMetadataKeys.PreprocessingSha256, manifest.PreprocessingSha256, graphPath);
        if (manifest.NGrams is { } nGrams)
        {
            CheckMetadata(metadata, GraphMetadataKeys.NGramsSha256, manifest.Files[nGrams.File].Sha256, graphPath);
        }
    }

    /// <summary>Whether a negative first id may stand for left padding; older graphs and those of other architectures do not support it.</summary>
    /// <exception cref="BundleFormatException">The graph says so, but not in a way that fits the bundle.</exception>
    public static bool CanSkipPadding(InferenceSession session, BundleManifest manifest, string graphPath) =>
        CanSkipPadding(Metadata(session, graphPath), manifest, graphPath);

    /// <inheritdoc cref="CanSkipPadding(InferenceSession, BundleManifest, string)"/>
    public static bool CanSkipPadding(Dictionary<string, string> metadata, BundleManifest manifest, string graphPath)
    {
        if (!metadata.TryGetValue(GraphMetadataKeys.SkippablePadding, out var found))
        {
            return false;
        }

        var (preprocessing, model) = (manifest.Preprocessing, manifest.Model);
        if (preprocessing.Padding is not PaddingSide.Left || model.Bidirectional || model.MaskPadding)
        {
            throw new BundleFormatException(
                graphPath, $"metadata {GraphMetadataKeys.SkippablePadding}", found, "nothing, for padding is skipped only on the left and in one direction");
        }

        var expected = (preprocessing.SequenceLength - 1).ToString(CultureInfo.InvariantCulture);
        return found == expected ? true : throw new BundleFormatException(graphPath, $"metadata {GraphMetadataKeys.SkippablePadding}", found, expected);
    }

    static Dictionary<string, string> Metadata(InferenceSession session, string graphPath)
    {
        try
        {
            return session.ModelMetadata.CustomMetadataMap;
        }
        catch (NullReferenceException exception)
        {
            // The managed API looks each key up as text that ends with a zero, so it does not find one that holds a zero.
            throw new BundleFormatException(graphPath, "metadata", "a key that holds a zero character", "keys of text", exception);
        }
    }

    static void CheckDeclared(IReadOnlyList<GraphTensor> tensors, string[] names, string type, string path, string field)
    {
        CheckNames([.. tensors.Select(tensor => tensor.Name)], names, path, field);
        foreach (var tensor in tensors.Where(tensor => tensor.Type != type || tensor.Shape.Count != 2))
        {
            throw new BundleFormatException(
                path, $"{field}.{tensor.Name}", $"{tensor.Type} [{string.Join(", ", tensor.Shape)}]", $"{type} with two dimensions");
        }
    }

    /// <summary>Checks names and their order.</summary>
    public static void CheckNames(IReadOnlyList<string> found, string[] expected, string path, string field)
    {
        if (!found.SequenceEqual(expected))
        {
            throw new BundleFormatException(path, field, found.Count == 0 ? "none" : string.Join(", ", found), string.Join(", ", expected));
        }
    }

    static void CheckTensor(NodeMetadata tensor, string name, TensorElementType type, int? columns, string path)
    {
        if (!tensor.IsTensor || tensor.ElementDataType != type)
        {
            throw new BundleFormatException(path, name, tensor.IsTensor ? $"{tensor.ElementDataType}" : $"{tensor.OnnxValueType}", $"a tensor of {type}");
        }

        // -1 is a dynamic axis.
        if (tensor.Dimensions is not [-1, var second] || (second != -1 && second != columns))
        {
            throw new BundleFormatException(
                path, name, $"shape [{string.Join(", ", tensor.Dimensions)}]", $"[batch, {columns?.ToString(CultureInfo.InvariantCulture) ?? "any"}] with a dynamic batch");
        }
    }

    static void CheckMetadata(Dictionary<string, string> metadata, string key, string expected, string path)
    {
        if (metadata.TryGetValue(key, out var found) && found != expected)
        {
            throw new BundleFormatException(path, $"metadata {key}", found, $"{expected} as {ModelBundle.ManifestFile} says");
        }
    }
}
