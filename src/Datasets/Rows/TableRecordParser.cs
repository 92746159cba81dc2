using System.Globalization;

namespace RnnToolkit.Datasets.Rows;

/// <summary>A record of a CSV or TSV file.</summary>
sealed class TableRecordParser(FieldSplitter splitter, TextColumns columns, DatasetOptions options) : RecordParser
{
    // In a table of one column an empty line is an empty field; in a wider one it cannot be a row.
    public override bool IsBlank(ReadOnlySpan<byte> record) => record.IsEmpty && columns.Names.Count > 1;

    protected override TextRow ParseText(ReadOnlySpan<byte> record, TextRow row)
    {
        var malformation = splitter.Split(record);
        row = WithId(record, row);
        if (malformation is not null)
        {
            var column = malformation.Field < columns.Names.Count ? $"column {columns.Names[malformation.Field]}" : null;
            return row with { Fault = Fault(row, malformation.Position, column, malformation.Found, malformation.Expected) };
        }

        if (splitter.Fields.Count != columns.Names.Count)
        {
            return row with { Fault = Fault(row, 0, null, Fields(splitter.Fields.Count), $"{columns.Names.Count} as in the {(options.HasHeader ? "header" : "first row")}") };
        }

        row = row with { Text = StrictUtf8.Text(record, splitter.Fields[columns.Text]), Others = Others(record) };
        return columns.Label is { } label ? WithLabel(record, splitter.Fields[label], row) : row;
    }

    protected override TextRow WithBadBytes(ReadOnlySpan<byte> record, int invalid, TextRow row)
    {
        splitter.Split(record);
        var fields = splitter.Fields;
        var index = 0;
        while (index < fields.Count && fields[index].Start + fields[index].Length <= invalid)
        {
            index++;
        }

        row = WithId(record, row);
        var column = index < fields.Count && index < columns.Names.Count ? $"column {columns.Names[index]}" : null;
        return row with { Fault = Fault(row, invalid, column, StrictUtf8.Describe(record, invalid), "UTF-8", RowFaultKind.BadUtf8) };
    }

    string[] Others(ReadOnlySpan<byte> record)
    {
        if (columns.Others.Count == 0)
        {
            return [];
        }

        var values = new string[columns.Others.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = StrictUtf8.Text(record, splitter.Fields[columns.Others[i]]);
        }

        return values;
    }

    TextRow WithLabel(ReadOnlySpan<byte> record, FieldSplitter.Field field, TextRow row)
    {
        var text = StrictUtf8.Text(record, field);
        var label = text.Trim();
        if (label.Length == 0 && !options.RequireLabels)
        {
            return row;
        }

        return options.AcceptedLabels.Contains(label)
            ? row with { Label = label }
            : row with
            {
                Fault = Fault(
                    row, field.Start, $"column {columns.Names[columns.Label!.Value]}", text.Length == 0 ? "nothing" : $"\"{text}\"",
                    options.AcceptedLabels.Expected, RowFaultKind.BadLabel),
            };
    }

    protected override string Place(TextRow row) => $"row {row.Number} (line {row.Line})";

    static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";

    TextRow WithId(ReadOnlySpan<byte> record, TextRow row)
    {
        if (columns.Id is not { } column)
        {
            return row with { Id = row.Number.ToString(CultureInfo.InvariantCulture) };
        }

        // The id of a malformed row may still be readable.
        return column < splitter.Fields.Count && splitter.Fields[column] is var field
            && StrictUtf8.FirstInvalid(record.Slice(field.Start, field.Length)) < 0
            ? row with { Id = StrictUtf8.Text(record, field) }
            : row;
    }
}
