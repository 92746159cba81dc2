using System.Globalization;
using System.Text;
using System.Text.Json;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;

namespace RnnToolkit.WebApi.Csv;

/// <summary>
/// Scores a table: every row is written as it was read, byte for byte, followed by label, probability and status, and by the probability of
/// each label where that is asked for. A row that cannot be read keeps its place, with empty fields, so that row n of the result is row n of
/// the table. Statuses are those of the scorer program.
/// </summary>
sealed class ScoredTable(ITextClassifier classifier, TableFormat format, string textColumn, bool withProbabilities)
{
    const string TableName = "table";
    const int ChunkRows = 64;
    const int MaxRowBytes = 1 << 20;
    const int BufferBytes = 1 << 16;
    const int MaxListedLabels = 10;
    const long MaxResultBytes = 1L << 30; // a table of many short rows can grow a thousandfold

    // Spreadsheets run a field that begins with one of these as a formula.
    const string FormulaStarts = "=+-@\t\r";

    static readonly DatasetOptions s_options = new() { LabelColumn = null, IdColumn = null };

    static readonly string[] s_columns = ["predicted_label", "predicted_probability", "predicted_status"];

    readonly OrderedDictionary<string, long> _labelCounts = new(classifier.Manifest.Labels.Select(label => KeyValuePair.Create(label, 0L)));
    readonly string[] _probabilityLabels = withProbabilities ? [.. classifier.Manifest.Labels] : [];
    readonly Dictionary<string, long> _statusCounts = [];
    byte[] _raw = [];
    RowFault? _firstFault;

    /// <summary>Reads the table from its start and writes the scored one.</summary>
    /// <exception cref="DatasetException">The table is empty, lacks the column, or is not a table.</exception>
    public TableSummary Write(FileStream table, FileStream result, CancellationToken cancellationToken)
    {
        var output = new BufferedStream(result, BufferBytes); // not disposed: on a full disk that would fail a second time
        using var reader = new TextRowReader(
            table, TableName, format.Rows, s_options with { TextColumn = textColumn, Delimiter = format.Delimiter }, MaxRowBytes);
        if (reader.Encoding != FileEncoding.Utf8)
        {
            // Rows are copied byte by byte, which only works where the reader's offsets are those of the file.
            throw new DatasetException(TableName, null, "UTF-16 (by its byte order mark)", "UTF-8");
        }

        var columns = reader.ColumnNames!;
        string[] added = [.. s_columns, .. _probabilityLabels.Select(label => $"predicted_probability_{label}")];
        if (columns.FirstOrDefault(added.Contains) is { } taken)
        {
            throw new DatasetException(TableName, "header", $"a column {taken}", "no column of that name: scoring adds it");
        }

        // A byte order mark is part of the header, and stays.
        WriteRow(output, Raw(table, 0, reader.Position.Offset), Columns([.. added.Select(Field)]));
        var placeholder = Encoding.UTF8.GetBytes(new string(format.Delimiter, columns.Count - 1) + "\n");
        var rows = new List<TextRow>(ChunkRows);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (output.Position > MaxResultBytes)
            {
                throw new DatasetException(TableName, "result", $"more than {MaxResultBytes >> 20} MiB", "at most that: split the table, or leave out the probabilities");
            }

            rows.Clear();
            while (rows.Count < ChunkRows && reader.Read() is { } row)
            {
                rows.Add(row);
            }

            var scores = classifier.ClassifyBatch([.. rows.Where(row => row.Text is not null).Select(row => row.Text!)], cancellationToken);
            var next = 0;
            foreach (var row in rows)
            {
                if (row.Fault is { } fault)
                {
                    _firstFault ??= fault;
                    WriteRow(output, placeholder, Columns(["", "", Count(fault.Kind), .. _probabilityLabels.Select(_ => "")]));
                }
                else
                {
                    WriteRow(output, Raw(table, row.Offset, row.EndOffset), Columns(scores[next++]));
                }
            }
        }
        while (rows.Count == ChunkRows);

        output.Flush();
        var counts = _labelCounts.Select(label => new LabelCount(label.Key, label.Value));
        LabelCount[] listed = [.. _labelCounts.Count == 2 ? counts : counts.OrderByDescending(label => label.Rows).Take(MaxListedLabels)];
        return new TableSummary(
            _statusCounts.Values.Sum(),
            listed,
            _labelCounts.Values.Sum() - listed.Sum(label => label.Rows),
            _statusCounts,
            _firstFault?.ToException(TableName).Message);
    }

    string Columns(Prediction score)
    {
        _labelCounts[score.Label] = _labelCounts.GetValueOrDefault(score.Label) + 1; // another label where a new bundle has taken over
        return Columns([Field(score.Label), Number(score.Probability), Count(score.Status), .. _probabilityLabels.Select(
            label => score.Probabilities.TryGetValue(label, out var probability) ? Number(probability) : "")]);
    }

    string Columns(params ReadOnlySpan<string?> values) => string.Join(format.Delimiter, values);

    static string Number(float probability) => probability.ToString(CultureInfo.InvariantCulture);

    string Count<TStatus>(TStatus rowStatus)
        where TStatus : struct, Enum
    {
        var status = JsonNamingPolicy.SnakeCaseLower.ConvertName(rowStatus.ToString());
        _statusCounts[status] = _statusCounts.GetValueOrDefault(status) + 1;
        return status;
    }

    /// <summary>Bytes of the table, valid until the next call.</summary>
    ReadOnlySpan<byte> Raw(FileStream table, long start, long end)
    {
        var length = checked((int)(end - start));
        if (_raw.Length < length)
        {
            _raw = new byte[Math.Max(length, 2 * _raw.Length)];
        }

        // Leaves the position of the stream to the reader.
        var raw = _raw.AsSpan(0, length);
        return raw[..RandomAccess.Read(table.SafeFileHandle, raw, start)];
    }

    /// <summary>Writes a row with <paramref name="columns"/> before its line end.</summary>
    void WriteRow(Stream output, ReadOnlySpan<byte> row, string columns)
    {
        var content = row is [.., (byte)'\n'] ? row[..^1] : row;
        content = content is [.., (byte)'\r'] ? content[..^1] : content;
        output.Write(content);
        output.Write(Encoding.UTF8.GetBytes(format.Delimiter + columns));
        output.Write(content.Length == row.Length ? "\n"u8 : row[content.Length..]);
    }

    /// <summary>A field that a table can hold and that a spreadsheet shows as text.</summary>
    string Field(string text)
    {
        var safe = text is [var first, ..] && FormulaStarts.Contains(first) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny([format.Delimiter, '"', '\r', '\n']) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
