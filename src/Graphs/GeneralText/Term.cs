using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.TextInput;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>An int64 tensor of a graph, in most cases [B, columns], with the operators of C#: each result is a node, named by its scope and a number.</summary>
/// <remarks>
/// As in <see cref="IntegerOps"/> a mask is 1 for yes and 0 for no: <c>&amp;</c> multiplies masks, and so also sets to 0 what is outside of one.
/// </remarks>
sealed class Term(Scope scope, string name)
{
    public string Name { get; } = name;

    IntegerOps Ops => scope.Ops;

    public static Term operator +(Term a, Term b) => a.Binary("Add", b);

    public static Term operator +(Term a, long b) => a + a.Number(b);

    public static Term operator -(Term a, Term b) => a.Binary("Sub", b);

    public static Term operator -(Term a, long b) => a - a.Number(b);

    public static Term operator *(Term a, Term b) => a.Binary("Mul", b);

    public static Term operator *(Term a, long b) => a * a.Number(b);

    public static Term operator /(Term a, long b) => a.Binary("Div", a.Number(b));

    public static Term operator %(Term a, long b) => a.Binary("Mod", a.Number(b));

    public static Term operator &(Term a, Term b) => a * b;

    public static Term operator |(Term a, Term b) => a.Binary("Max", b);

    public static Term operator !(Term a) => a.Number(1) - a;

    public Term Is(Term other) => Mask("Equal", other);

    public Term Is(long number) => Is(Number(number));

    /// <summary>Whether it is one of the numbers.</summary>
    public Term IsIn(params ReadOnlySpan<long> numbers)
    {
        var mask = Is(numbers[0]);
        foreach (var number in numbers[1..])
        {
            mask |= Is(number);
        }

        return mask;
    }

    public Term IsAbove(Term other) => Mask("Greater", other);

    public Term IsAbove(long number) => IsAbove(Number(number));

    /// <summary>Whether it is from the first number to the last one.</summary>
    public Term IsFrom(long first, long last) => IsAbove(first - 1) & !IsAbove(last);

    public Term AtMost(long number) => Binary("Min", Number(number));

    public Term AtLeast(long number) => Binary("Max", Number(number));

    /// <summary>Of this mask: <paramref name="yes"/> or <paramref name="no"/>.</summary>
    public Term Choose(Term yes, Term no)
    {
        var isYes = scope.Ops.Graph.Node("Cast", scope.NextName(out var name), [Name], name).With("to", (long)TensorProto.Types.DataType.Bool).Output;
        return scope.Node("Where", isYes, yes.Name, no.Name);
    }

    public Term Choose(long yes, Term no) => Choose(Number(yes), no);

    /// <summary>Looks every value up in a table of constants.</summary>
    public Term In(IReadOnlyList<long> table) => scope.Of(Ops.LookUp(scope.NextName(out _), table, Name));

    /// <summary>Looks every value up in a dictionary of constants; 0 where it is not there.</summary>
    public Term In(IReadOnlyDictionary<long, long> dictionary) => scope.Of(Ops.LookUp(scope.NextName(out _), dictionary, Name));

    /// <summary>For each column what is so many columns after it.</summary>
    /// <param name="fill">What is after the last column.</param>
    public Term Ahead(int columns, long fill = 0) => columns == 0 ? this : Padded(-columns, columns, fill);

    /// <summary>More columns of zeros before and after.</summary>
    public Term Padded(long before, long after, long fill = 0)
    {
        var pads = scope.Ops.Graph.Initializer<long>(scope.NextName(out _), [4], [0, before, 0, after]);
        var value = scope.Ops.Graph.Initializer<long>(scope.NextName(out _), [], [fill]);
        return scope.Node("Pad", Name, pads, value);
    }

    public Term Columns(long start, long end) => scope.Of(Ops.Columns(scope.NextName(out _), Name, start, end));

    /// <summary>The sum of all values before it in its row, and of the value itself unless it is excluded.</summary>
    public Term RunningSum(bool exclusive) => scope.Of(Ops.RunningSum(scope.NextName(out _), Name, exclusive));

    /// <summary>Zeros of the same shape, each value added at the column that its index says.</summary>
    /// <param name="zeros">Zeros of the result's shape.</param>
    public Term Collect(Term indices, Term zeros) => scope.Of(Ops.ScatterAdd(scope.NextName(out _), zeros.Name, indices.Name, Name));

    /// <summary>The values at the columns that indices [B, any] say.</summary>
    public Term At(Term indices) => scope.Of(Ops.Pick(scope.NextName(out _), Name, indices.Name));

    /// <summary>The largest value of all, of shape [1].</summary>
    public Term Largest() => scope.Of(Ops.Largest(scope.NextName(out _), Name));

    /// <summary>The same term for another emitter, which names the nodes that it adds.</summary>
    public Term In(Scope other) => other.Of(Name);

    Term Number(long value) => scope.Of(Ops.Number(value));

    Term Binary(string opType, Term other) => scope.Node(opType, Name, other.Name);

    Term Mask(string opType, Term other)
    {
        var bools = scope.Node(opType, Name, other.Name);
        return scope.Of(scope.Ops.Graph.Node("Cast", scope.NextName(out var name), [bools.Name], name)
            .With("to", (long)TensorProto.Types.DataType.Int64).Output);
    }
}
