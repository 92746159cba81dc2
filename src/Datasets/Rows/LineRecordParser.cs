using System.Globalization;

namespace RnnToolkit.Datasets.Rows;

/// <summary>A text per line. An empty line is an empty text.</summary>
sealed class LineRecordParser : RecordParser
{
    public override bool IsBlank(ReadOnlySpan<byte> record) => false;

    protected override TextRow ParseText(ReadOnlySpan<byte> record, TextRow row) =>
        row with { Id = Id(row), Text = StrictUtf8.Text(record) };

    protected override TextRow WithBadBytes(ReadOnlySpan<byte> record, int invalid, TextRow row) =>
        base.WithBadBytes(record, invalid, row) with { Id = Id(row) };

    protected override string Place(TextRow row) => $"line {row.Line}";

    static string Id(TextRow row) => row.Number.ToString(CultureInfo.InvariantCulture);
}
