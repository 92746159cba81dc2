using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets.Tables;

/// <summary>A CSV, TSV or JSON Lines file per part.</summary>
sealed class TableDataset : Dataset
{
    static readonly string[] s_extensions = [".csv", ".tsv", ".jsonl", ".ndjson"];

    readonly IReadOnlyDictionary<DatasetPart, string> _files;
    readonly DatasetOptions _options;
    readonly List<string> _warnings = [];

    TableDataset(string path, string kind, IReadOnlyDictionary<DatasetPart, string> files, DatasetOptions options)
        : base(path, kind)
    {
        (_files, _options) = (files, options);

        // A header without the column is an error now, not when training reaches the test part.
        foreach (var file in files.Values)
        {
            OpenRows(file).Dispose();
        }
    }

    public override bool IsOrdered => true;

    public override IReadOnlyList<string> Warnings => _warnings;

    public static TableDataset? TryOpenFile(string path, DatasetOptions options)
    {
        var format = RowFormats.OfFileName(path);
        return format is null or RowFormat.Lines
            ? null
            : new TableDataset(path, Describe(path), new Dictionary<DatasetPart, string> { [DatasetPart.Train] = path }, options);
    }

    public static TableDataset? TryOpenFolder(string path, DatasetOptions options)
    {
        var files = new SortedDictionary<DatasetPart, string>();
        foreach (var part in Enum.GetValues<DatasetPart>())
        {
            var name = part == DatasetPart.Train ? "train" : "test";
            var found = s_extensions
                .SelectMany(extension => new[] { extension, extension + RowFormats.GzipExtension })
                .Select(extension => System.IO.Path.Combine(path, name + extension))
                .Where(File.Exists)
                .ToList();
            if (found.Count > 1)
            {
                throw new DatasetException(path, null, string.Join(" and ", found.Select(System.IO.Path.GetFileName)), $"one {name} file");
            }

            if (found.Count == 1)
            {
                files.Add(part, found[0]);
            }
        }

        return files.Count == 0 ? null : new TableDataset(path, $"folder with {string.Join(" and ", files.Values.Select(System.IO.Path.GetFileName))}", files, options);
    }

    public override bool Has(DatasetPart part) => _files.ContainsKey(part);

    public override IReadOnlyList<string> Files(DatasetPart? part) => [.. _files.Where(file => part is null || file.Key == part).Select(file => file.Value)];

    public override IEnumerable<LabeledText> Read(DatasetPart? part, CancellationToken cancellationToken = default)
    {
        _warnings.Clear();
        foreach (var (filePart, file) in _files.Where(file => part is null || file.Key == part))
        {
            foreach (var row in ReadGood(file, cancellationToken))
            {
                yield return new LabeledText(row.Id, row.Text!, row.Label, filePart);
            }
        }
    }

    /// <summary>The rows without a fault; as many others as the options accept are left out.</summary>
    IEnumerable<TextRow> ReadGood(string file, CancellationToken cancellationToken)
    {
        using var rows = OpenRows(file);
        var faults = new FaultLog(_warnings.Add, file, $"{file}: more bad rows follow");
        var (bad, badBytes, bytes) = (0L, 0L, 0L);
        while (rows.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bytes += row.EndOffset - row.Offset;
            if (row.Fault is not { } fault)
            {
                yield return row;
                continue;
            }

            if (_options.MaxErrorRate == 0)
            {
                throw fault.ToException(file);
            }

            faults.Add(fault);
            (bad, badBytes) = (bad + 1, badBytes + row.EndOffset - row.Offset);
        }

        if (rows.Position.Rows == 0)
        {
            throw new DatasetException(file, null, "no rows", "at least one");
        }

        if (bad > 0)
        {
            ErrorRate.Require(file, (bad, badBytes), (rows.Position.Rows, bytes), _options.MaxErrorRate);
            _warnings.Add(Invariant($"{file}: left out {bad} bad rows of {rows.Position.Rows}"));
        }
    }

    static string Describe(string file) => $"{RowFormats.OfFileName(file)!.Value.DisplayName()} file";

    TextRowReader OpenRows(string file)
    {
        if (new FileInfo(file).Length == 0)
        {
            throw new DatasetException(file, null, "an empty file", "labelled texts");
        }

        return new TextRowReader(file, RowFormats.OfFileName(file)!.Value, _options);
    }
}
