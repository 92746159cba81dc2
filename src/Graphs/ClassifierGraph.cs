using System.Globalization;
using System.Reflection;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Emitters;
using RnnToolkit.Graphs.GeneralText;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;
using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs;

/// <summary>Builds the ONNX models of a classifier, and describes them as bundle.json does.</summary>
public static class ClassifierGraph
{
    /// <summary>The version of the toolkit, which every model records.</summary>
    public static string ProducerVersion { get; } =
        typeof(ClassifierGraph).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Builds the model that takes token ids.</summary>
    /// <param name="padding">The states with which a negative first id skips left padding; null for a graph that runs every step.</param>
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
        RecurrentClassifierEmitter.Emit(graph, weights, config, format, padding);
        (string, string)[] skippable = padding is null ? [] : [(GraphMetadataKeys.SkippablePadding, padding.Steps.ToString(CultureInfo.InvariantCulture))];
        return Build(graph, name, format, [.. skippable, .. metadata]);
    }

    /// <summary>Builds the model that takes raw text and also returns the ids.</summary>
    /// <param name="encoder">The encoder whose ids the graph gives.</param>
    /// <param name="format">The operator set, <see cref="GraphFormat.MinimumTextInputOpset"/> or newer, and the precision.</param>
    /// <param name="metadata">Further keys and values for readers.</param>
    public static ModelProto BuildFromText(
        CheckpointConfig config, StateDict weights, TextEncoder encoder, GraphFormat format, params IEnumerable<(string Key, string Value)> metadata)
    {
        var graph = new OnnxGraphBuilder(config.Name);
        var texts = graph.Input(GraphTensorNames.Text, DataType.String, GraphTensorNames.BatchAxis);
        var (ids, nGramIds) = encoder.Config.IsGeneral
            ? GeneralTextEmitter.Emit(graph, encoder, texts)
            : (TextInputEmitter.Emit(graph, encoder, texts, GraphTensorNames.InputIds), null);
        RecurrentClassifierEmitter.EmitFrom(graph, weights, config.Model, format, ids, nGramIds);
        graph.Output(ids, DataType.Int64, GraphTensorNames.BatchAxis, config.Preprocessing.SequenceLength);
        if (nGramIds is not null)
        {
            graph.Output(nGramIds, DataType.Int64, GraphTensorNames.BatchAxis, GraphTensorNames.NGramsAxis);
        }

        return Build(graph, config.Name, format, metadata);
    }

    /// <summary>Whether <see cref="BuildFromText"/> can hold a preprocessing: the general steps with all of their options, or the paper's steps alone.</summary>
    public static bool CanTakeText(PreprocessConfig config) => config.IsGeneral || (config.UnknownRows == 0 && config.NGrams is null);

    /// <summary>Builds one time step of padding: inputs are the states before it, outputs the states after it, in the same order.</summary>
    /// <param name="config">The architecture, in one direction.</param>
    /// <param name="format">The form of the classifier's graph: padding has the embedding that its table stores.</param>
    /// <param name="rows">B, the rows of a batch.</param>
    public static ModelProto BuildPaddingStep(ModelConfig config, StateDict weights, GraphFormat format, int rows)
    {
        const string Name = "padding_step";
        var graph = new OnnxGraphBuilder(Name);
        PaddingStepEmitter.Emit(graph, weights, config, format.Precision, rows);
        return Build(graph, Name, format, []);
    }

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
        format.Opset, ProducerVersion, [(GraphMetadataKeys.Name, name), (GraphMetadataKeys.Precision, format.PrecisionName), .. metadata]);

    static GraphTensor Describe(ValueInfoProto value) => new(value.Name, OnnxTypes.Name(value.Type.TensorType.ElemType), OnnxTypes.Shape(value));
}
