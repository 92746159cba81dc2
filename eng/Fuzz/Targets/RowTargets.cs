using System.Text;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Fuzz.Mutations;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>Files of rows: CSV, TSV, JSON Lines, text lines, plain and compressed.</summary>
static class RowTargets
{
    const int MaxRowBytes = 2000; // small, so that rows beyond it are common

    static readonly DatasetOptions s_options = new() { RequireLabels = false };
    static readonly DatasetOptions s_nested = s_options with { TextColumn = "review.text", LabelColumn = "review.meta.label", OtherColumns = ["review", "more"] };
    static readonly DatasetOptions s_utf16 = s_options with { Encoding = FileEncoding.Utf16 };

    static readonly byte[] s_csv = Encoding.UTF8.GetBytes("id,text,label\r\na,\"good, \"\"really\"\"\nfilm\",1\r\n\r\nb,bad é𝄞,neg\r\nc,,\r\n");
    static readonly byte[] s_tsv = Encoding.UTF8.GetBytes("\uFEFFlabel\ttext\n1\t\"good\tfilm\"\n0\tbad\n");
    static readonly byte[] s_json = Encoding.UTF8.GetBytes(
        "{\"id\":7,\"text\":\"good \\u00e9\\n\",\"label\":1}\n\n{\"label\":\"neg\",\"text\":\"bad\",\"more\":{\"a\":[1,null]}}\n{\"text\":\"\",\"label\":null}\n");
    static readonly byte[] s_nestedJson = Encoding.UTF8.GetBytes(
        "{\"review\":{\"text\":\"good\",\"meta\":{\"label\":1}},\"more\":[1]}\n{\"review.text\":\"bad\",\"review\":{\"text\":7},\"more\":\"x\"}\n");

    static readonly byte[] s_semicolons = Encoding.UTF8.GetBytes("label;text;id\r\n1;\"good; really\";a\r\n0;bad, too;b\r\n");
    static readonly byte[] s_lines = Encoding.UTF8.GetBytes("good film\r\n\n\"bad\nlast");

    public static IEnumerable<FuzzTarget> Create()
    {
        yield return Create("rows-csv", RowFormat.Csv, s_csv, Delimited.Mutate);
        yield return Create("rows-tsv", RowFormat.Tsv, s_tsv, Delimited.Mutate);
        yield return Create("rows-jsonl", RowFormat.JsonLines, s_json, (input, random) => random.Next(3) == 0 ? Delimited.Mutate(input, random) : Json.MutateLine(input, random));
        yield return Create("rows-lines", RowFormat.Lines, s_lines, Delimited.Mutate);
        yield return Create("rows-nested", RowFormat.JsonLines, s_nestedJson, (input, random) => random.Next(3) == 0 ? Delimited.Mutate(input, random) : Json.MutateLine(input, random), s_nested);
        yield return Create("rows-semicolons", RowFormat.Csv, s_semicolons, Delimited.Mutate);
        yield return Create("rows-utf-16", RowFormat.Csv, Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(s_csv)), Delimited.Mutate, s_utf16);
        yield return new(
            "rows-gzip",
            [GzipMembers.Compressed(s_csv), [.. GzipMembers.Compressed(s_csv[..20]), .. GzipMembers.Compressed(s_csv[20..])]],
            (input, random) => GzipMembers.Mutate(input, Delimited.Mutate, random),
            (input, folder) =>
            {
                var path = Scratch.File(folder, "rows.csv.gz", input);
                using (var reader = new TextRowReader(path, RowFormat.Csv, s_options))
                {
                    ReadRest(reader);
                }

                // Throws while the reader has left it open.
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            },
            typeof(DatasetException));
    }

    static FuzzTarget Create(string name, RowFormat format, byte[] valid, Func<byte[], Random, byte[]> mutate, DatasetOptions? options = null) =>
        new(name, [valid], mutate, (input, _) => Read(input, format, options ?? s_options), typeof(DatasetException));

    /// <summary>Reads all rows, and again from the middle: rows cover the file in order, and do not depend on where reading starts.</summary>
    static void Read(byte[] input, RowFormat format, DatasetOptions options)
    {
        var rows = new List<TextRow>();
        var positions = new List<RowPosition>();
        var length = (long)input.Length;
        using (var reader = Open(input, format, options))
        {
            positions.Add(reader.Position);
            length = reader.Encoding == FileEncoding.Utf8 ? length : 3 * length; // offsets are those of the text as UTF-8
            while (reader.Read() is { } row)
            {
                rows.Add(row);
                positions.Add(reader.Position);
            }
        }

        for (var i = 0; i < rows.Count; i++)
        {
            Require(rows[i].Number == i + 1 && rows[i].Offset >= positions[i].Offset && rows[i].EndOffset == positions[i + 1].Offset, "rows in order, without overlap");
            Require(rows[i].EndOffset > rows[i].Offset && rows[i].EndOffset <= length, "a row within the file");
            Require((rows[i].Text is null) == (rows[i].Fault is { Kind: not RowFaultKind.BadLabel }), "a text, or a fault that says why not");
            Require(rows[i].Fault is null || (rows[i].Fault!.Offset >= rows[i].Offset && rows[i].Fault!.Offset <= rows[i].EndOffset), "a fault within its row");
        }

        var middle = rows.Count / 2;
        using var second = Open(input, format, options);
        second.MoveTo(positions[middle]);
        Require(AreSame(ReadRest(second), rows[middle..]), "the same rows from the middle on");

        using var third = Open(input, format, options);
        third.SkipTo(positions[middle].Offset);
        var skipped = ReadRest(third);
        Require(AreSame(skipped, rows[^skipped.Count..]), "the same rows after skipping");
    }

    static TextRowReader Open(byte[] input, RowFormat format, DatasetOptions options) => new(new MemoryStream(input), "rows", format, options, MaxRowBytes);

    static List<TextRow> ReadRest(TextRowReader reader)
    {
        var rows = new List<TextRow>();
        while (reader.Read() is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }

    static bool AreSame(List<TextRow> left, List<TextRow> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.Others.SequenceEqual(pair.Second.Others) && pair.First with { Others = [] } == pair.Second with { Others = [] });

    static void Require(bool holds, string expected)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"expected {expected}");
        }
    }
}
