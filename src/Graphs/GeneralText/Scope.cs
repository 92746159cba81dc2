using RnnToolkit.Graphs.TextInput;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>Names the nodes that one emitter adds: <c>tags.1</c>, <c>tags.2</c>, ...</summary>
sealed class Scope(IntegerOps ops, string name)
{
    int _count;

    public IntegerOps Ops { get; } = ops;

    /// <summary>A value that is there already.</summary>
    public Term Of(string value) => new(this, value);

    public string NextName(out string result) => result = Invariant($"{name}.{++_count}");

    public Term Node(string opType, params ReadOnlySpan<string> inputs) => Of(Ops.Graph.Node(opType, NextName(out var result), inputs, result).Output);
}
