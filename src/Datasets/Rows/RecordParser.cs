namespace RnnToolkit.Datasets.Rows;

/// <summary>Turns the bytes of one record into a row.</summary>
abstract class RecordParser
{
    /// <summary>Whether the record is skipped: an empty line in a format whose rows cannot be empty.</summary>
    public abstract bool IsBlank(ReadOnlySpan<byte> record);

    /// <summary>Fills in id, text, label, or the fault.</summary>
    /// <param name="record">Bytes of the record, without line end.</param>
    /// <param name="row">Its position.</param>
    public TextRow Parse(ReadOnlySpan<byte> record, TextRow row)
    {
        var invalid = StrictUtf8.FirstInvalid(record);
        return invalid < 0 ? ParseText(record, row) : WithBadBytes(record, invalid, row);
    }

    /// <summary>Makes a fault of <paramref name="row"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">The offending byte of the record.</param>
    /// <param name="column">The column, where there is one.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What must be there.</param>
    /// <param name="kind">The kind.</param>
    public RowFault Fault(TextRow row, int position, string? column, string found, string expected, RowFaultKind kind = RowFaultKind.BadRow) =>
        new(kind, row.Offset + position, column is null ? Place(row) : $"{Place(row)}, {column}", found, expected);

    /// <summary>Parses a record that is valid UTF-8.</summary>
    protected abstract TextRow ParseText(ReadOnlySpan<byte> record, TextRow row);

    /// <summary>A row whose bytes are not UTF-8 from <paramref name="invalid"/> on.</summary>
    protected virtual TextRow WithBadBytes(ReadOnlySpan<byte> record, int invalid, TextRow row) =>
        row with { Fault = Fault(row, invalid, null, StrictUtf8.Describe(record, invalid), "UTF-8", RowFaultKind.BadUtf8) };

    /// <summary>The place of the row, for messages.</summary>
    protected abstract string Place(TextRow row);
}
