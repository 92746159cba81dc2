using RnnToolkit.Graphs.Onnx;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>
/// Arithmetic of int64 tensors as nodes, each named like its result. A mask is a tensor of 1 for yes and 0 for no, so that masks can
/// be counted and multiplied.
/// </summary>
/// <remarks>Shapes: B batch, C characters.</remarks>
sealed class IntegerOps(OnnxGraphBuilder graph)
{
    readonly Dictionary<long, string> _numbers = [];

    public OnnxGraphBuilder Graph { get; } = graph;

    /// <summary>A number of shape [1], which broadcasts to any shape.</summary>
    public string Number(long value)
    {
        if (!_numbers.TryGetValue(value, out var name))
        {
            name = Graph.Initializer<long>(Invariant($"number.{value}"), [1], [value]);
            _numbers.Add(value, name);
        }

        return name;
    }

    public string Add(string name, string a, string b) => Node("Add", name, a, b);

    public string Subtract(string name, string a, string b) => Node("Sub", name, a, b);

    public string Multiply(string name, string a, string b) => Node("Mul", name, a, b);

    public string Minimum(string name, string a, string b) => Node("Min", name, a, b);

    public string Remainder(string name, string a, string b) => Node("Mod", name, a, b);

    /// <summary>The largest value of all, of shape [1].</summary>
    public string Largest(string name, string x) =>
        Reshape(name, Node("ReduceMax", $"{name}.of_all", x), Number(1));

    /// <summary>The mask of what is not in a mask.</summary>
    public string Not(string name, string mask) => Subtract(name, Number(1), mask);

    /// <summary>The mask of what is equal.</summary>
    public string AreEqual(string name, string a, string b) => Mask(name, Node("Equal", $"{name}.bool", a, b));

    /// <summary>The mask of what is greater.</summary>
    public string IsGreater(string name, string a, string b) => Mask(name, Node("Greater", $"{name}.bool", a, b));

    /// <summary><paramref name="yes"/> where <paramref name="a"/> equals <paramref name="b"/>, otherwise <paramref name="no"/>.</summary>
    public string WhereEqual(string name, string a, string b, string yes, string no) =>
        Node("Where", name, Node("Equal", $"{name}.bool", a, b), yes, no);

    /// <summary><paramref name="yes"/> where <paramref name="a"/> is greater than <paramref name="b"/>, otherwise <paramref name="no"/>.</summary>
    public string WhereGreater(string name, string a, string b, string yes, string no) =>
        Node("Where", name, Node("Greater", $"{name}.bool", a, b), yes, no);

    /// <summary>Looks every index up in a table of constants.</summary>
    public string LookUp(string name, IReadOnlyList<long> table, string indices) =>
        Graph.Node("Gather", name, [Graph.Initializer<long>($"{name}.table", [table.Count], [.. table]), indices], name).With("axis", 0).Output;

    /// <summary>Looks every key up in a dictionary of constants; 0 where it is not there.</summary>
    public string LookUp(string name, IReadOnlyDictionary<long, long> dictionary, string keys) =>
        Graph.Node("LabelEncoder", name, [keys], name)
            .OfDomain(OnnxDomain.MachineLearning)
            .With("keys_int64s", [.. dictionary.Keys])
            .With("values_int64s", [.. dictionary.Values])
            .With("default_int64", 0)
            .Output;

    /// <summary>The sum [B, C] of all values before it in its row, and of the value itself unless it is excluded.</summary>
    public string RunningSum(string name, string x, bool exclusive) =>
        Graph.Node("CumSum", name, [x, Number(1)], name).With("exclusive", exclusive ? 1 : 0).Output;

    /// <summary>Zeros of a shape, which is a tensor itself.</summary>
    public string Zeros(string name, string shape) => Node("Expand", name, Number(0), shape);

    /// <summary>Adds each value to the place in its row that its index says.</summary>
    public string ScatterAdd(string name, string zeros, string indices, string values) =>
        Graph.Node("ScatterElements", name, [zeros, indices, values], name).With("axis", 1).With("reduction", "add").Output;

    /// <summary>Takes from each row the values at the indices [B, any].</summary>
    public string Pick(string name, string x, string indices) =>
        Graph.Node("GatherElements", name, [x, indices], name).With("axis", 1).Output;

    /// <summary>Concatenates tensors along an axis.</summary>
    public string Join(string name, int axis, params ReadOnlySpan<string> parts) => Graph.Node("Concat", name, parts, name).With("axis", axis).Output;

    /// <summary>The columns of x [B, any] from <paramref name="start"/> to before <paramref name="end"/>, which may count from the end.</summary>
    public string Columns(string name, string x, long start, long end) => Node("Slice", name, x, Number(start), Number(end), Number(1));

    public string Reshape(string name, string x, string shape) => Node("Reshape", name, x, shape);

    string Mask(string name, string bools) => Graph.Node("Cast", name, [bools], name).With("to", (long)DataType.Int64).Output;

    string Node(string opType, string name, params ReadOnlySpan<string> inputs) => Graph.Node(opType, name, inputs, name).Output;
}
