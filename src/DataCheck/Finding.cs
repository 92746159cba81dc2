namespace RnnToolkit.DataCheck;

/// <summary>One thing that the check found.</summary>
public sealed record Finding
{
    /// <summary>What was checked, such as <c>duplicates.acrossParts</c>. Codes do not change between versions; docs/data-check.md lists them.</summary>
    public required string Code { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>What was found, with counts, in one line.</summary>
    public required string Statement { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Advice { get; init; }

    /// <summary>How many of <see cref="Unit"/> are affected.</summary>
    public long Count { get; init; }

    /// <summary>Of how many; 0 where this makes no sense.</summary>
    public long Total { get; init; }

    /// <summary>What is counted, in the plural: <c>texts</c>, <c>tokens</c>, <c>labels</c>.</summary>
    public string Unit { get; init; } = "texts";

    /// <summary>The first texts concerned, in the order of the data; at most <see cref="CheckOptions.MaxExamples"/>.</summary>
    public IReadOnlyList<FindingExample> Examples { get; init; } = [];
}

/// <summary>Names a text of the data.</summary>
/// <param name="Part"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Id">The id column, the row number from 1, or the path in a folder of reviews.</param>
/// <param name="Label">Its label.</param>
public sealed record TextReference(string Part, string Id, string Label)
{
    /// <inheritdoc/>
    public override string ToString() => Id.StartsWith(Part, StringComparison.Ordinal) ? $"{Id} ({Label})" : $"{Part} {Id} ({Label})";
}

/// <summary>A text that shows a finding.</summary>
/// <param name="Text">Which text.</param>
/// <param name="Excerpt">The place in it, clipped to one line; characters that are not printable are written as <c>\uXXXX</c>.</param>
/// <param name="Other">The text that it is compared with; null without one.</param>
/// <param name="Detail">What to look at; null when the excerpt says it.</param>
public sealed record FindingExample(TextReference Text, string Excerpt, TextReference? Other = null, string? Detail = null);
