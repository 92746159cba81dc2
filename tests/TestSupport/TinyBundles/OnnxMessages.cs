using System.Runtime.InteropServices;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>The ONNX messages of a small graph; field numbers from the ONNX IR specification.</summary>
static class OnnxMessages
{
    public const int FloatType = 1;
    public const int Int64Type = 7;

    public static ProtobufMessage Tensor(string name, long[] shape, float[] values) =>
        Tensor(name, shape, FloatType, MemoryMarshal.AsBytes(values.AsSpan()));

    public static ProtobufMessage Tensor(string name, long[] shape, long[] values) =>
        Tensor(name, shape, Int64Type, MemoryMarshal.AsBytes(values.AsSpan()));

    public static ProtobufMessage Node(string type, string[] inputs, string[] outputs, params ReadOnlySpan<ProtobufMessage> attributes)
    {
        var node = new ProtobufMessage();
        foreach (var input in inputs)
        {
            node.Add(1, input);
        }

        foreach (var output in outputs)
        {
            node.Add(2, output);
        }

        node.Add(4, type);
        foreach (var attribute in attributes)
        {
            node.Add(5, attribute);
        }

        return node;
    }

    public static ProtobufMessage Attribute(string name, long value) => new ProtobufMessage().Add(1, name).Add(3, value).Add(20, 2);

    public static ProtobufMessage Attribute(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new ProtobufMessage().Add(1, name);
        foreach (var value in values)
        {
            attribute.Add(8, value);
        }

        return attribute.Add(20, 7);
    }

    /// <summary>An input or output; a dimension is a number or the name of a dynamic axis.</summary>
    public static ProtobufMessage Value(string name, int elementType, params ReadOnlySpan<string> shape)
    {
        var dimensions = new ProtobufMessage();
        foreach (var dimension in shape)
        {
            dimensions.Add(1, long.TryParse(dimension, out var size) ? new ProtobufMessage().Add(1, size) : new ProtobufMessage().Add(2, dimension));
        }

        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, elementType).Add(2, dimensions)));
    }

    public static ProtobufMessage Model(ProtobufMessage graph, IEnumerable<KeyValuePair<string, string>> metadata, int opset = 17)
    {
        var model = new ProtobufMessage().Add(1, 8).Add(7, graph).Add(8, new ProtobufMessage().Add(1, "").Add(2, opset));
        foreach (var (key, value) in metadata)
        {
            model.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        }

        return model;
    }

    static ProtobufMessage Tensor(string name, long[] shape, int type, ReadOnlySpan<byte> raw)
    {
        var tensor = new ProtobufMessage();
        foreach (var dimension in shape)
        {
            tensor.Add(1, dimension);
        }

        return tensor.Add(2, type).Add(8, name).Add(9, raw);
    }
}
