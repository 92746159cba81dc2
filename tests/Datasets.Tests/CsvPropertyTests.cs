using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using FsCheck;
using FsCheck.Fluent;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets.Tests;

/// <summary>What CsvHelper, an independent implementation of RFC 4180, writes, this reader reads back; and damage never stops or crashes it.</summary>
public sealed class CsvPropertyTests
{
    static readonly Gen<string> s_field = Gen.Elements("a", "é", "𝄞", "\"", "\"\"", ",", "\t", "\n", "\r\n", "\r", " ", "", "text")
        .ListOf().Select(string.Concat);

    [Theory]
    [InlineData(RowFormat.Csv, ",", "\n")]
    [InlineData(RowFormat.Csv, ",", "\r\n")]
    [InlineData(RowFormat.Tsv, "\t", "\n")]
    public void Read_RandomRowsWrittenByCsvHelper_GivesThemBack(RowFormat format, string delimiter, string newLine) =>
        Prop.ForAll(s_field.Two().ListOf().ToArbitrary(), rows =>
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter,
                NewLine = newLine,
                ShouldQuote = arguments => arguments.Field.AsSpan().ContainsAny("\",\t\r\n"),
            };
            using (var csv = new CsvWriter(text, configuration))
            {
                foreach (var (id, body) in rows.Prepend(("id", "text")))
                {
                    csv.WriteField(id);
                    csv.WriteField(body);
                    csv.NextRecord();
                }
            }

            return Read(Encoding.UTF8.GetBytes(text.ToString()), format).Select(row => (row.Id, row.Text!)).SequenceEqual(rows);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Read_RandomBytes_CoversTheFileWithRows() =>
        Prop.ForAll(Gen.Elements((byte)'"', (byte)',', (byte)'\n', (byte)'\r', (byte)'a', (byte)0xC3, (byte)0xA9, (byte)0xFF, (byte)0).ArrayOf().ToArbitrary(), tail =>
        {
            byte[] bytes = [.. "id,text\n"u8, .. tail];
            var next = 8L;
            foreach (var row in Read(bytes, RowFormat.Csv))
            {
                // Between two rows there can only be empty lines.
                Assert.DoesNotContain(bytes[(int)next..(int)row.Offset], value => value is not ((byte)'\n' or (byte)'\r'));
                Assert.True(row.Fault is null or { Kind: RowFaultKind.BadLabel } == row.Text is not null);
                next = row.EndOffset;
            }

            return bytes[(int)next..].All(value => value is (byte)'\n' or (byte)'\r');
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    static List<TextRow> Read(byte[] bytes, RowFormat format)
    {
        using var reader = new TextRowReader(new MemoryStream(bytes), "memory", format, new DatasetOptions { RequireLabels = false });
        var rows = new List<TextRow>();
        while (reader.Read() is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }
}
