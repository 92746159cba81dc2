using System.Runtime.InteropServices;
using Google.Protobuf;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Onnx;

/// <summary>
/// Collects inputs, constants, nodes and outputs of an ONNX graph, in the order in which they are added. Every value has one name and
/// one source; nodes can only use what is there already, so the order is topological.
/// </summary>
sealed class OnnxGraphBuilder(string name)
{
    /// <summary>The name of an omitted optional input, or of an unused output.</summary>
    public const string LeftOut = "";

    readonly GraphProto _graph = new() { Name = name };
    readonly HashSet<string> _values = new(StringComparer.Ordinal);

    /// <summary>The graph as it is so far.</summary>
    public GraphProto Proto => _graph;

    /// <summary>Adds an input and returns its name.</summary>
    public string Input(string name, DataType type, params ReadOnlySpan<Dimension> shape)
    {
        _graph.Input.Add(ValueInfo(name, type, shape));
        return Define(name);
    }

    /// <summary>Makes a value an output of the graph.</summary>
    public void Output(string name, DataType type, params ReadOnlySpan<Dimension> shape)
    {
        RequireDefined(name);
        _graph.Output.Add(ValueInfo(name, type, shape));
    }

    /// <summary>Declares type and shape of a value that readers cannot infer, because they do not know the operators of all domains.</summary>
    public void Declare(string name, DataType type, params ReadOnlySpan<Dimension> shape)
    {
        RequireDefined(name);
        _graph.ValueInfo.Add(ValueInfo(name, type, shape));
    }

    /// <summary>Adds a constant and returns its name.</summary>
    /// <param name="values">As many values as the shape says, in row-major order.</param>
    public string Initializer<T>(string name, ReadOnlySpan<long> shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            count = checked(count * dimension);
        }

        if (count != values.Length)
        {
            throw new ArgumentException($"{name} has {values.Length} values, its shape [{string.Join(", ", shape.ToArray())}] needs {count}.", nameof(values));
        }

        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TypeOf<T>(),
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)), // little-endian, as every machine that ONNX Runtime runs on
        };
        tensor.Dims.AddRange(shape.ToArray());
        _graph.Initializer.Add(tensor);
        return Define(name);
    }

    /// <inheritdoc cref="Initializer{T}(string, ReadOnlySpan{long}, ReadOnlySpan{T})"/>
    public string Initializer<T>(string name, ReadOnlySpan<long> shape, T[] values)
        where T : unmanaged => Initializer(name, shape, (ReadOnlySpan<T>)values);

    /// <summary>Adds a node.</summary>
    /// <param name="opType">An operator of the default domain.</param>
    /// <param name="inputs">Names of values that are there already, or <see cref="LeftOut"/>.</param>
    /// <param name="outputs">Names of new values, or <see cref="LeftOut"/>.</param>
    public OnnxNode Node(string opType, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<string> outputs)
    {
        var node = new NodeProto { Name = name, OpType = opType };
        foreach (var input in inputs)
        {
            if (input != LeftOut)
            {
                RequireDefined(input);
            }

            node.Input.Add(input);
        }

        foreach (var output in outputs)
        {
            node.Output.Add(output == LeftOut ? output : Define(output));
        }

        _graph.Node.Add(node);
        return new OnnxNode(node);
    }

    /// <summary>The model file around the graph.</summary>
    /// <param name="opset">Operator set and format version.</param>
    /// <param name="producerVersion">Version of this program.</param>
    /// <param name="metadata">Keys and values for readers, written in this order.</param>
    public ModelProto Build(OpsetInfo opset, string producerVersion, IEnumerable<(string Key, string Value)> metadata)
    {
        var model = new ModelProto
        {
            IrVersion = opset.IrVersion,
            ProducerName = "RnnToolkit",
            ProducerVersion = producerVersion,
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = opset.Opset } },
        };
        model.OpsetImport.AddRange(
            from domain in OnnxDomain.All
            where _graph.Node.Any(node => node.Domain == domain.Name)
            select new OperatorSetIdProto { Domain = domain.Name, Version = domain.Version });
        model.MetadataProps.AddRange(metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return model;
    }

    string Define(string value) => _values.Add(value) ? value : throw new InvalidOperationException($"The graph already has a value {value}.");

    void RequireDefined(string value)
    {
        if (!_values.Contains(value))
        {
            throw new InvalidOperationException($"The graph has no value {value} yet.");
        }
    }

    static ValueInfoProto ValueInfo(string name, DataType type, ReadOnlySpan<Dimension> shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = new TensorShapeProto() };
        foreach (var dimension in shape)
        {
            tensor.Shape.Dim.Add(dimension.ToProto());
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    static DataType TypeOf<T>() => default(T) switch
    {
        float => DataType.Float,
        Half => DataType.Float16,
        sbyte => DataType.Int8,
        int => DataType.Int32,
        long => DataType.Int64,
        _ => throw new ArgumentException($"There is no tensor of {typeof(T).Name}."),
    };
}
