namespace RnnToolkit.Graphs.TextInput;

/// <summary>Rows of characters [B, C] cut after each character of a mask. Segments are counted from 0 in each row.</summary>
/// <param name="Ends">The mask: the last character of each segment, which belongs to it.</param>
/// <param name="Number">For each character the number of its segment.</param>
sealed record Segments(string Ends, string Number)
{
    /// <summary>Numbers the segments that <paramref name="ends"/> ends.</summary>
    public static Segments Cut(IntegerOps ops, string name, string ends) =>
        new(ends, ops.RunningSum($"{name}.number", ends, exclusive: true));

    /// <summary>The value at the end of each segment, in rows of the shape of <paramref name="zeros"/>.</summary>
    public string AtEnds(IntegerOps ops, string name, string zeros, string values) =>
        ops.ScatterAdd(name, zeros, Number, ops.Multiply($"{name}.value", values, Ends));

    /// <summary>For each character, the value at the end of the segment before its own; 0 in the first segment.</summary>
    /// <param name="zeros">Zeros [B, C + 1].</param>
    /// <param name="values">Values [B, C].</param>
    public string AtPreviousEnd(IntegerOps ops, string name, string zeros, string values)
    {
        var next = ops.Add($"{name}.next", Number, ops.Number(1));
        var starts = ops.ScatterAdd($"{name}.starts", zeros, next, ops.Multiply($"{name}.value", values, Ends));
        return ops.Pick(name, starts, Number);
    }
}
