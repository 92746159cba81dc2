using Google.Protobuf;
using AttributeType = RnnToolkit.Graphs.Onnx.AttributeProto.Types.AttributeType;

namespace RnnToolkit.Graphs.Onnx;

/// <summary>A node that has been added to a graph: takes attributes, gives the names of its outputs.</summary>
sealed class OnnxNode(NodeProto node)
{
    /// <summary>The node's first output that is not left out: the only one of most operators.</summary>
    public string Output { get; } = node.Output.First(name => name.Length > 0);

    public OnnxNode With(string name, long value) => With(new AttributeProto { Name = name, Type = AttributeType.Int, I = value });

    public OnnxNode With(string name, string value) =>
        With(new AttributeProto { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) });

    public OnnxNode With(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return With(attribute);
    }

    public OnnxNode With(string name, params ReadOnlySpan<string> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Strings };
        foreach (var value in values)
        {
            attribute.Strings.Add(ByteString.CopyFromUtf8(value));
        }

        return With(attribute);
    }

    /// <summary>Gives the operator a graph to run, as loops have.</summary>
    public OnnxNode With(string name, OnnxGraphBuilder body) => With(new AttributeProto { Name = name, Type = AttributeType.Graph, G = body.Proto });

    /// <summary>Takes the operator from another set than the default one.</summary>
    public OnnxNode OfDomain(OnnxDomain domain)
    {
        node.Domain = domain.Name;
        return this;
    }

    OnnxNode With(AttributeProto attribute)
    {
        node.Attribute.Add(attribute);
        return this;
    }
}
