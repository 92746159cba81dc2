using System.Diagnostics;

namespace RnnToolkit.Datasets.Rows;

/// <summary>One row of a file, good or bad, and its position.</summary>
public sealed record TextRow
{
    /// <summary>Row number, from 1; a header is not counted.</summary>
    public required long Number { get; init; }

    /// <summary>Line on which the row starts, from 1; a header is counted.</summary>
    public required long Line { get; init; }

    /// <summary>First byte of the row in the uncompressed file.</summary>
    public required long Offset { get; init; }

    /// <summary>First byte after the row and its line end.</summary>
    public required long EndOffset { get; init; }

    /// <summary>The id column; without one, the row number; empty where a bad row hides it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The text; null when <see cref="Fault"/> kept it from being read, which <see cref="RowFaultKind.BadLabel"/> does not.</summary>
    public string? Text { get; init; }

    /// <summary>As the file writes it, without surrounding white space; null without one.</summary>
    public string? Label { get; init; }

    /// <summary>The values of <see cref="DatasetOptions.OtherColumns"/>, in their order; null where the row has none, and empty where a bad row hides them.</summary>
    public IReadOnlyList<string?> Others { get; init; } = [];

    /// <summary>What is wrong with the row; null when it is good.</summary>
    public RowFault? Fault { get; init; }
}

/// <summary>What kind of fault a row has.</summary>
public enum RowFaultKind
{
    /// <summary>Bytes that are not UTF-8.</summary>
    BadUtf8,

    /// <summary>Broken quotes or JSON, a missing field, or a row beyond the size limit.</summary>
    BadRow,

    /// <summary>A label that is not one of the expected ones; the text is good.</summary>
    BadLabel,
}

/// <summary>Names of the kinds of faults in outputs.</summary>
public static class RowFaultKinds
{
    /// <summary>The name in outputs: <c>bad_utf8</c>, <c>bad_row</c> or <c>bad_label</c>.</summary>
    public static string Name(this RowFaultKind kind) => kind switch
    {
        RowFaultKind.BadUtf8 => "bad_utf8",
        RowFaultKind.BadRow => "bad_row",
        RowFaultKind.BadLabel => "bad_label",
        _ => throw new UnreachableException(),
    };
}

/// <summary>What is wrong with a row.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Offset">The offending byte in the uncompressed file where it is known, else the first byte of the row.</param>
/// <param name="Where">Row, and column where there is one, for messages.</param>
/// <param name="Found">What is there.</param>
/// <param name="Expected">What must be there.</param>
public sealed record RowFault(RowFaultKind Kind, long Offset, string Where, string Found, string Expected)
{
    /// <summary>The fault as an exception that names the file.</summary>
    public DatasetException ToException(string path) => new(path, Where, Found, Expected);
}
