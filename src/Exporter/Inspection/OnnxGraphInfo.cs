using System.Globalization;
using System.Text;
using System.Text.Json;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Graphs.Onnx;
using AttributeType = RnnToolkit.Graphs.Onnx.AttributeProto.Types.AttributeType;

namespace RnnToolkit.Exporter.Inspection;

/// <summary>A model as Markdown: what <c>exporter inspect</c> prints and what tests compare with approved files.</summary>
static class OnnxGraphInfo
{
    // A dictionary has as many entries as a vocabulary has tokens.
    const int ShownValues = 12;

    /// <summary>Header, inputs, outputs, nodes, initializers and metadata, each as a table. Lines end with LF.</summary>
    public static string Info(this ModelProto model)
    {
        var text = new StringBuilder();
        var opsets = model.OpsetImport.Select(opset => Invariant($"{DomainName(opset.Domain)} {opset.Version}"));
        text.Append(
            CultureInfo.InvariantCulture,
            $"# {model.Graph?.Name}\n\nIR version {model.IrVersion}, opset {string.Join(", ", opsets)}, written by {model.ProducerName} {model.ProducerVersion}\n");
        var graph = model.Graph ?? new GraphProto();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{graph.Node.Count} nodes, {graph.Initializer.Count} initializers with {graph.Initializer.Sum(StoredBytes):N0} bytes\n");
        MarkdownSection.Append(text, "Inputs", ["Name", "Type", "Shape"], graph.Input.Select(Row));
        MarkdownSection.Append(text, "Outputs", ["Name", "Type", "Shape"], graph.Output.Select(Row));
        MarkdownSection.Append(text, "Nodes", ["Operator", "Name", "Inputs", "Outputs", "Attributes"], graph.Node.Select(Row));
        MarkdownSection.Append(text, "Initializers", ["Name", "Type", "Shape", "Bytes"], graph.Initializer.Select(Row));
        MarkdownSection.Append(text, "Metadata", ["Key", "Value"], model.MetadataProps.Select(entry => new[] { entry.Key, entry.Value }));
        return text.ToString();
    }

    static string DomainName(string domain) => domain.Length == 0 ? "ai.onnx" : domain;

    // Other writers may store values in fields that we do not know, which count as the rest of the message.
    static long StoredBytes(TensorProto tensor) => tensor.HasRawData ? tensor.RawData.Length : tensor.CalculateSize();

    static string[] Row(ValueInfoProto value) =>
        [value.Name, OnnxTypes.Name(value.Type?.TensorType?.ElemType ?? 0), $"[{string.Join(", ", OnnxTypes.Shape(value))}]"];

    static string[] Row(NodeProto node) =>
        [node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}", node.Name, Names(node.Input), Names(node.Output), string.Join(", ", node.Attribute.Select(Text))];

    static string[] Row(TensorProto tensor) =>
        [tensor.Name, OnnxTypes.Name(tensor.DataType), $"[{string.Join(", ", tensor.Dims)}]", StoredBytes(tensor).ToString("N0", CultureInfo.InvariantCulture)];

    static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => name.Length == 0 ? "-" : name));

    static string Text(AttributeProto attribute) => $"{attribute.Name}={Value(attribute)}";

    static string Value(AttributeProto attribute) => attribute.Type switch
    {
        AttributeType.Int => attribute.I.ToString(CultureInfo.InvariantCulture),
        AttributeType.Float => attribute.F.ToString(CultureInfo.InvariantCulture),
        AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeType.Ints => List(attribute.Ints, value => value.ToString(CultureInfo.InvariantCulture)),
        AttributeType.Floats => List(attribute.Floats, value => value.ToString(CultureInfo.InvariantCulture)),
        AttributeType.Strings => List(attribute.Strings, value => $"\"{JsonEncodedText.Encode(value.ToStringUtf8())}\""),
        var type => type.ToString(),
    };

    static string List<T>(IReadOnlyCollection<T> values, Func<T, string> text)
    {
        var shown = string.Join(", ", values.Take(ShownValues).Select(text));
        return values.Count <= ShownValues ? $"[{shown}]" : Invariant($"[{shown}, ... {values.Count:N0} in all]");
    }
}
