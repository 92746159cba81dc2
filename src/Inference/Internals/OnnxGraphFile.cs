using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnToolkit.Inference.Internals;

/// <summary>What a <c>model.onnx</c> holds: its nodes as lines of text, its constants, its metadata. Nothing of it is judged here.</summary>
/// <remarks>Field numbers are those of onnx.proto. Memory beyond the file's own is bounded, whatever the file says.</remarks>
sealed class OnnxGraphFile
{
    // A classifier of 16 layers has fewer than 300 of each.
    const int MostParts = 4096;
    const int MostDimensions = 8;
    const int LongestText = 1024;

    OnnxGraphFile()
    {
    }

    /// <summary>Names of the inputs, in order.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Names of the outputs, in order.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>The nodes: <c>outputs = Operator(inputs) attribute=value</c>, attributes by name.</summary>
    public List<string> Nodes { get; } = [];

    /// <summary>The constants, by name.</summary>
    public Dictionary<string, OnnxConstant> Constants { get; } = new(StringComparer.Ordinal);

    /// <summary>The metadata.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is damaged, or has what this reader does not support.</exception>
    public static OnnxGraphFile Parse(ReadOnlyMemory<byte> bytes)
    {
        var file = new OnnxGraphFile();
        var hasGraph = false;
        for (var model = new WireReader(bytes); model.Read();)
        {
            switch (model.Field)
            {
                case 7: // graph
                    Require(!hasGraph, "a second graph");
                    hasGraph = true;
                    file.ReadGraph(model.Bytes);
                    break;
                case 14: // metadata_props
                    var (key, value) = ReadEntry(model.Bytes);
                    Require(file.Metadata.Count < MostParts, $"more than {MostParts} keys of metadata");
                    file.Metadata[key] = value;
                    break;
                case 25: // functions, which may give operators another meaning
                    throw new FormatException("a function of its own");
            }
        }

        Require(hasGraph, "no graph");
        return file;
    }

    void ReadGraph(ReadOnlyMemory<byte> bytes)
    {
        for (var graph = new WireReader(bytes); graph.Read();)
        {
            switch (graph.Field)
            {
                case 1: // node
                    Require(Nodes.Count < MostParts, $"more than {MostParts} nodes");
                    Nodes.Add(ReadNode(graph.Bytes));
                    break;
                case 5: // initializer
                    Require(Constants.Count < MostParts, $"more than {MostParts} constants");
                    var constant = ReadTensor(graph.Bytes);
                    Require(Constants.TryAdd(constant.Name, constant), $"two constants {constant.Name}");
                    break;
                case 11: // input
                    Inputs.Add(ReadName(graph.Bytes, Inputs.Count));
                    break;
                case 12: // output
                    Outputs.Add(ReadName(graph.Bytes, Outputs.Count));
                    break;
                case 15: // sparse_initializer
                    throw new FormatException("a sparse constant");
            }
        }
    }

    static string ReadNode(ReadOnlyMemory<byte> bytes)
    {
        var (inputs, outputs, attributes, type, domain) = (new List<string>(), new List<string>(), new List<string>(), "", "");
        for (var node = new WireReader(bytes); node.Read();)
        {
            switch (node.Field)
            {
                case 1:
                    Add(inputs, Short(node.Text));
                    break;
                case 2:
                    Add(outputs, Short(node.Text));
                    break;
                case 4:
                    type = Short(node.Text);
                    break;
                case 5:
                    Add(attributes, ReadAttribute(node.Bytes));
                    break;
                case 7:
                    domain = Short(node.Text) + ":";
                    break;
            }
        }

        attributes.Sort(StringComparer.Ordinal);
        return $"{string.Join(", ", outputs)} = {(domain is ":" ? "" : domain)}{type}({string.Join(", ", inputs)}){string.Concat(attributes.Select(each => " " + each))}";

        static void Add(List<string> parts, string part)
        {
            Require(parts.Count < 64, "a node with more than 64 inputs, outputs or attributes");
            parts.Add(part);
        }
    }

    /// <summary>An attribute as text; one that is not a number, a list of numbers or text has a question mark for its value.</summary>
    static string ReadAttribute(ReadOnlyMemory<byte> bytes)
    {
        var (name, value, numbers) = ("", "", new List<long>());
        for (var attribute = new WireReader(bytes); attribute.Read();)
        {
            switch (attribute.Field)
            {
                case 1:
                    name = Short(attribute.Text);
                    break;
                case 3:
                    value += attribute.Number.ToString(CultureInfo.InvariantCulture);
                    break;
                case 4:
                    value += Short(attribute.Text);
                    break;
                case 8:
                    attribute.AddNumbers(numbers, MostDimensions);
                    break;
                case 13 or 20: // documentation, and the type, which follows from the value
                    break;
                default:
                    value += "?";
                    break;
            }

            Require(value.Length <= LongestText, "an attribute that is too long");
        }

        return $"{name}={value}{(numbers.Count == 0 ? "" : $"[{string.Join(", ", numbers)}]")}";
    }

    static OnnxConstant ReadTensor(ReadOnlyMemory<byte> bytes)
    {
        var (name, type, shape, data) = ("", 0L, new List<long>(), default(ReadOnlyMemory<byte>));
        for (var tensor = new WireReader(bytes); tensor.Read();)
        {
            switch (tensor.Field)
            {
                case 1:
                    tensor.AddNumbers(shape, MostDimensions);
                    break;
                case 2:
                    type = tensor.Number;
                    break;
                case 8:
                    name = Short(tensor.Text);
                    break;
                case 9:
                    data = tensor.Bytes;
                    break;
                case 12: // documentation
                    break;
                default:
                    throw new FormatException($"a constant {name} whose values are not in raw_data but in field {tensor.Field}");
            }
        }

        var size = (OnnxType)type switch { OnnxType.Int64 => 8, OnnxType.Float32 or OnnxType.Int32 => 4, OnnxType.Float16 => 2, OnnxType.Int8 => 1, _ => 0 };
        Require(size > 0, $"a constant {name} of type {type}");
        var count = 1L;
        foreach (var dimension in shape)
        {
            Require(dimension >= 0 && (dimension == 0 || count <= bytes.Length / dimension), $"a constant {name} with the shape [{string.Join(", ", shape)}]");
            count *= dimension;
        }

        Require(count * size == data.Length, $"a constant {name} with the shape [{string.Join(", ", shape)}] and {data.Length} bytes");
        return new OnnxConstant(name, (OnnxType)type, [.. shape], data);
    }

    static string ReadName(ReadOnlyMemory<byte> bytes, int count)
    {
        Require(count < MostParts, $"more than {MostParts} inputs or outputs");
        var name = "";
        for (var value = new WireReader(bytes); value.Read();)
        {
            name = value.Field == 1 ? Short(value.Text) : name;
        }

        return name;
    }

    static (string Key, string Value) ReadEntry(ReadOnlyMemory<byte> bytes)
    {
        var (key, value) = ("", "");
        for (var entry = new WireReader(bytes); entry.Read();)
        {
            (key, value) = entry.Field switch { 1 => (Short(entry.Text), value), 2 => (key, Short(entry.Text)), _ => (key, value) };
        }

        return (key, value);
    }

    static string Short(string text)
    {
        Require(text.Length <= LongestText, $"a name of {text.Length} characters");
        return text;
    }

    static void Require(bool isTrue, string otherwise)
    {
        if (!isTrue)
        {
            throw new FormatException(otherwise);
        }
    }
}

/// <summary>Element types of ONNX that graphs of this toolkit have.</summary>
enum OnnxType
{
    Float32 = 1,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Float16 = 10,
}

/// <summary>A constant of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Data">Its values in row-major order, little-endian: a part of the file.</param>
sealed record OnnxConstant(string Name, OnnxType Type, long[] Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>The values, of the type that the constant has.</summary>
    public T[] Values<T>()
        where T : unmanaged
    {
        var values = new T[Data.Length / Unsafe.SizeOf<T>()];
        Data.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
