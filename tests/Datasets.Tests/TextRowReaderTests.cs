using System.Text;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets.Tests;

public sealed class TextRowReaderTests
{
    static readonly DatasetOptions s_options = new() { AcceptedLabels = new(label => label is "0" or "1", "0 or 1"), RequireLabels = false };

    [Fact]
    public void Read_BadRowsAmongGoodOnes_GivesEveryRowInOrder()
    {
        var bytes = Encoding.ASCII.GetBytes("id,text,label\na,ok,1\nb,b?d,0\nc,\"x\"y,1\nd,short\ne,fine,2\nf,last,0\n");
        var bad = Array.IndexOf(bytes, (byte)'?');
        bytes[bad] = 0xE9;

        var rows = ReadAll(bytes, RowFormat.Csv);

        Assert.Equal(["a", "b", "c", "d", "e", "f"], rows.Select(row => row.Id));
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Select(row => row.Number));
        Assert.Equal(
            [null, RowFaultKind.BadUtf8, RowFaultKind.BadRow, RowFaultKind.BadRow, RowFaultKind.BadLabel, null], rows.Select(row => row.Fault?.Kind));
        Assert.Equal(["ok", null, null, null, "fine", "last"], rows.Select(row => row.Text));
        Assert.Equal(bad, rows[1].Fault!.Offset);
        Assert.Equal(rows.Skip(1).Select(row => row.Offset).Append(bytes.Length), rows.Select(row => row.EndOffset));
    }

    [Fact]
    public void Read_RowBeyondTheLimit_IsDroppedAndTheNextOneIsRead()
    {
        var huge = string.Concat(Enumerable.Repeat("line\n\"\"", 50_000));
        var bytes = Encoding.UTF8.GetBytes($"text,label\na,1\n\"{huge}\",0\nb,1\n");

        var rows = ReadAll(bytes, RowFormat.Csv, maxRowBytes: 1000);

        Assert.Equal(3, rows.Count);
        Assert.Equal($"a row of {huge.Length + 5} bytes", rows[1].Fault!.Found);
        Assert.Equal(("b", 50_004L), (rows[2].Text, rows[2].Line));
    }

    [Fact]
    public void Read_QuoteNeverClosedBeyondTheLimit_IsOneBadRow()
    {
        var rows = ReadAll(Encoding.UTF8.GetBytes("text\na\n\"b" + new string('\n', 5000)), RowFormat.Csv, maxRowBytes: 100);

        Assert.Equal([null, "a row of 5002 bytes that ends inside quotes"], rows.Select(row => row.Fault?.Found));
    }

    [Fact]
    public void Read_ObjectOfManyProperties_FindsTheOneThatComesTwice()
    {
        // Comparing each name with each other one would take minutes.
        var names = string.Concat(Enumerable.Range(0, 500_000).Select(i => $"\"{i}\":0,"));
        var bytes = Encoding.UTF8.GetBytes($"{{{names}\"text\":\"a\"}}\n{{{names}\"7\":0,\"text\":\"b\"}}\n{{\"7\":0,\"text\":\"c\"}}\n");

        var rows = ReadAll(bytes, RowFormat.JsonLines);

        Assert.Equal(["a", null, "c"], rows.Select(row => row.Text));
        Assert.Equal([null, "7 twice", null], rows.Select(row => row.Fault?.Found));
    }

    [Fact]
    public void Read_Lines_KeepsEveryLine()
    {
        var rows = ReadAll("a\r\n\n\"b\nlast"u8.ToArray(), RowFormat.Lines);

        Assert.Equal(["a", "", "\"b", "last"], rows.Select(row => row.Text));
        Assert.Equal(["1", "2", "3", "4"], rows.Select(row => row.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MoveTo_AnyPosition_GoesOnWithTheSameRows(bool seekable)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFFtext,label\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"\"row {i},\n\"\"é\"\"\",{i % 2}\n\n")));
        var positions = new List<RowPosition>();
        var rows = new List<TextRow>();
        using (var reader = Open(bytes, RowFormat.Csv, seekable))
        {
            while (reader.Read() is { } row)
            {
                rows.Add(row);
                positions.Add(reader.Position);
            }
        }

        foreach (var index in new[] { 0, 1, 19_999, 38_000, 39_998, 39_999 })
        {
            using var reader = Open(bytes, RowFormat.Csv, seekable);
            reader.MoveTo(positions[index]);
            Assert.Equal(rows.ElementAtOrDefault(index + 1), reader.Read());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void SkipTo_AnyOffset_StopsAtTheFirstPlaceBetweenRowsFromThereOn(int rowMultiple)
    {
        var bytes = "text,label\n\n\"a\n,\"\"\nb\",1\n\nc\"d,1\n\"e\",0\n\n\nf,1\n"u8.ToArray();
        var rows = ReadAll(bytes, RowFormat.Csv);
        var places = rows.Select((row, index) => index == 0 ? 11 : rows[index - 1].EndOffset).ToList();
        for (var offset = 0; offset <= bytes.Length; offset++)
        {
            using var reader = Open(bytes, RowFormat.Csv, seekable: false);
            reader.SkipTo(offset, rowMultiple);

            var first = Enumerable.Range(0, rows.Count).FirstOrDefault(index => index % rowMultiple == 0 && places[index] >= offset, rows.Count);
            Assert.Equal(rows[first..], ReadRest(reader));
        }
    }

    static List<TextRow> ReadAll(byte[] bytes, RowFormat format, int maxRowBytes = TextRowReader.MaxRowBytes)
    {
        using var reader = new TextRowReader(new MemoryStream(bytes), "memory", format, s_options, maxRowBytes);
        return ReadRest(reader);
    }

    static List<TextRow> ReadRest(TextRowReader reader)
    {
        var rows = new List<TextRow>();
        while (reader.Read() is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }

    static TextRowReader Open(byte[] bytes, RowFormat format, bool seekable) =>
        new(seekable ? new MemoryStream(bytes) : new TricklingStream(bytes), "memory", format, s_options);
}
