using System.Globalization;
using System.Reflection;
using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Emitters;
using RnnToolkit.Exporter.Graphs;
using RnnToolkit.Exporter.Onnx;
using RnnToolkit.Exporter.Padding;
using RnnToolkit.Exporter.TextInput;
using RnnToolkit.Preprocess;
using DataType = RnnToolkit.Exporter.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Exporter;

/// <summary>Makes the ONNX model of a classifier, and says of it what bundle.json says.</summary>
static class ClassifierGraph
{
    /// <summary>Key in the model's metadata: the SHA-256 of the vocabulary file that the ids come from.</summary>
    public const string VocabularyKey = "rnntoolkit.vocabulary_sha256";

    /// <summary>Key in the model's metadata: the fingerprint of the preprocessing that the ids come from.</summary>
    public const string PreprocessingKey = "rnntoolkit.preprocessing_sha256";

    /// <summary>Key in the model's metadata: how many steps of left padding a negative first id may stand for.</summary>
    public const string PaddingKey = "rnntoolkit.skippable_padding";

    // Protobuf messages end at 2 GiB. Names, shapes and metadata need far less than what is kept free for them.
    const long MaxWeightBytes = int.MaxValue - (1 << 20);

    /// <summary>This program's version, as it stands in the files it writes.</summary>
    public static string ProducerVersion { get; } =
        typeof(ClassifierGraph).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Whether the weights, and the tokens where they go along, fit in one ONNX file; otherwise how many bytes they have.</summary>
    public static bool Fits(ModelConfig config, Vocabulary? tokens, out long bytes)
    {
        bytes = config.Parameters().Sum(parameter => sizeof(float) * parameter.Shape.Aggregate(1L, (product, dimension) => product * dimension));
        bytes += tokens is null ? 0 : TextInputEmitter.LargestSize(tokens);
        return bytes <= MaxWeightBytes;
    }

    /// <summary>Builds the model.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The parameters that <see cref="ModelConfig.Parameters"/> lists.</param>
    /// <param name="format">The operator set and the precision.</param>
    /// <param name="padding">Lets texts come with their left padding in one number; null for a graph that runs all of it.</param>
    /// <param name="metadata">Further keys and values for readers.</param>
    public static ModelProto Build(
        string name,
        ModelConfig config,
        StateDict weights,
        GraphFormat format,
        PaddingStates? padding = null,
        params IEnumerable<(string Key, string Value)> metadata)
    {
        var graph = new OnnxGraphBuilder(name);
        RecurrentClassifierEmitter.Emit(graph, weights, config, format.Precision, padding);
        (string, string)[] skippable = padding is null ? [] : [(PaddingKey, padding.Steps.ToString(CultureInfo.InvariantCulture))];
        return Build(graph, name, format, [.. skippable, .. metadata]);
    }

    /// <summary>Builds the model that takes raw text and gives the ids, too.</summary>
    /// <param name="config">The name, the architecture and the preprocessing.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="vocabulary">The tokens and their ids.</param>
    /// <param name="format">The operator set, <see cref="TextInputEmitter.MinimumOpset"/> or newer, and the precision.</param>
    /// <param name="metadata">Further keys and values for readers.</param>
    public static ModelProto BuildFromText(
        CheckpointConfig config, StateDict weights, Vocabulary vocabulary, GraphFormat format, params IEnumerable<(string Key, string Value)> metadata)
    {
        var graph = new OnnxGraphBuilder(config.Name);
        var texts = graph.Input(TextInputEmitter.Texts, DataType.String, RecurrentClassifierEmitter.BatchAxis);
        var ids = TextInputEmitter.Emit(graph, config.Preprocessing, vocabulary, texts, RecurrentClassifierEmitter.InputIds);
        RecurrentClassifierEmitter.EmitFrom(graph, weights, config.Model, format.Precision, ids);
        graph.Output(ids, DataType.Int64, RecurrentClassifierEmitter.BatchAxis, config.Preprocessing.SequenceLength);
        return Build(graph, config.Name, format, metadata);
    }

    /// <summary>The bytes of the file: the same model gives the same bytes.</summary>
    public static byte[] ToBytes(ModelProto model) => model.ToByteArray();

    /// <summary>What bundle.json says of the model.</summary>
    public static GraphInfo Describe(ModelProto model, GraphFormat format) => new(
        ModelBundle.GraphFile,
        format.Opset.Opset,
        format.Opset.IrVersion,
        format.Precision,
        [.. model.Graph.Input.Select(Describe)],
        [.. model.Graph.Output.Select(Describe)],
        format.Opset.MinimumOnnxRuntime);

    static ModelProto Build(OnnxGraphBuilder graph, string name, GraphFormat format, IEnumerable<(string Key, string Value)> metadata) => graph.Build(
        format.Opset, ProducerVersion, [("rnntoolkit.name", name), ("rnntoolkit.precision", format.PrecisionName), .. metadata]);

    static GraphTensor Describe(ValueInfoProto value) =>
        new(value.Name, OnnxGraphInfo.TypeName(value.Type.TensorType.ElemType), OnnxGraphInfo.Shape(value));
}
