using System.Text;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets.Tests;

/// <summary>Files as other programs write them: delimiters, encodings, tables without a header, nested JSON, some bad rows.</summary>
public sealed class OtherFilesTests : IDisposable
{
    readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv", "text;label\ngood, really;1\n\"a;b\nc\";0\n")]
    [InlineData("a.csv", "text\tlabel\ngood, really\t1\n\"a;b\nc\"\t0\n")]
    [InlineData("a.csv", "label,text\n1,\"good, really\"\n0,\"a;b\nc\"\n")]
    [InlineData("a.tsv", "text;label\ngood, really;1\n\"a;b\nc\";0\n")]
    [InlineData("a.csv", "\uFEFF\"text\";\"label\"\r\n\"good, really\";1\r\n\"a;b\nc\";0\r\n")]
    public void Read_AnyDelimiter_IsInferredFromTheHeader(string name, string content) =>
        Assert.Equal(["good, really 1", "a;b\nc 0"], Read(_folder.Write(name, content)));

    [Fact]
    public void Read_DelimiterAsAsked_IsNotInferred()
    {
        var path = _folder.Write("a.csv", "text;label\ngood;1\n");
        var options = new DatasetOptions { Delimiter = ',', MentionsOptions = true };

        Assert.Equal(
            $"{path}: header: found one column, text;label, expected a column text; --text-column chooses another",
            Assert.Throws<DatasetException>(() => Dataset.Open(path, options)).Message);
        Assert.Equal(["good 1"], Read(path, options with { Delimiter = ';' }));
    }

    [Theory]
    [InlineData("a.csv", "good,1\n\"bad, really\",0\n", "1", "2", "good 1|bad, really 0")]
    [InlineData("a.csv", "1;good\n0;\"so\nbad\"\n", "2", "1", "good 1|so\nbad 0")]
    [InlineData("a.tsv", "\uFEFFx\tgood\t1\ny\tbad\t0", "2", "3", "good 1|bad 0")]
    public void Read_NoHeader_NumbersTheColumns(string name, string content, string text, string label, string expected) => Assert.Equal(
        expected.Split('|'), Read(_folder.Write(name, content), new DatasetOptions { HasHeader = false, TextColumn = text, LabelColumn = label }));

    [Fact]
    public void Read_NoHeader_CountsRowsFromTheFirstLine()
    {
        var path = _folder.Write("a.csv", "good,1\nbad\n");
        var options = new DatasetOptions { HasHeader = false, TextColumn = "1", LabelColumn = "2" };

        Assert.Equal(
            $"{path}: row 2 (line 2): found 1 field, expected 2 as in the first row", Assert.Throws<DatasetException>(() => Read(path, options)).Message);
        Assert.Equal(
            $"{path}: first row: found columns 1, 2, expected a column text; --text-column chooses another",
            Assert.Throws<DatasetException>(() => Dataset.Open(path, new DatasetOptions { HasHeader = false, MentionsOptions = true })).Message);
    }

    public static TheoryData<string, byte[], FileEncoding> Encodings => new()
    {
        { "UTF-16, little-endian, mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text,label\ncafé 映画 😀,1\n")], FileEncoding.Utf8 },
        { "UTF-16, big-endian, mark", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("text,label\ncafé 映画 😀,1\n")], FileEncoding.Latin1 },
        { "UTF-16, no mark", Encoding.Unicode.GetBytes("text,label\ncafé 映画 😀,1\n"), FileEncoding.Utf16 },
        { "UTF-8, mark", Encoding.UTF8.GetBytes("\uFEFFtext,label\ncafé 映画 😀,1\n"), FileEncoding.Latin1 },
        { "UTF-8", Encoding.UTF8.GetBytes("text,label\ncafé 映画 😀,1\n"), FileEncoding.Utf8 },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_ByteOrderMarkOrEncodingAsAsked_GivesTheText(string kind, byte[] content, FileEncoding encoding)
    {
        foreach (var path in new[] { _folder.Write("a.csv", content), _folder.Write("a.csv.gz", Gzip.Compress(content)) })
        {
            Assert.True(Read(path, new DatasetOptions { Encoding = encoding }) is ["café 映画 😀 1"], kind);
        }
    }

    [Theory]
    [InlineData(FileEncoding.Latin1, "caf\u00E9 \u0093x\u0094 1")]
    [InlineData(FileEncoding.Windows1252, "café “x” 1")]
    public void Read_OneByteACharacter_IsDecodedAsAsked(FileEncoding encoding, string expected)
    {
        var path = _folder.Write("a.csv", [.. "text,label\ncaf"u8, 0xE9, (byte)' ', 0x93, (byte)'x', 0x94, .. ",1\n"u8]);

        Assert.Equal([expected], Read(path, new DatasetOptions { Encoding = encoding }));
        Assert.Contains("which is not UTF-8 here", Assert.Throws<DatasetException>(() => Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text,label\na,1\nb?c,0\n", 0)]
    [InlineData("text,label\na,1\nb,0\n", 1)]
    public void Read_BytesThatAreNotUtf16_SaysSo(string content, int cut)
    {
        // Half a surrogate pair, then half a character: neither becomes a replacement character.
        var bytes = content.Replace('?', '\uD800').SelectMany(BitConverter.GetBytes).ToArray();
        var path = _folder.Write("a.csv", [0xFF, 0xFE, .. bytes[..^cut]]);

        var exception = Assert.Throws<DatasetException>(() => Read(path));

        Assert.EndsWith("found bytes that are not utf-16, expected text in utf-16", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TranscodedRows_CanBeResumed()
    {
        var content = Encoding.Unicode.GetBytes("text,label\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"é{i},1\n")));
        using var first = Open();
        for (var i = 0; i < 30_000; i++)
        {
            first.Read();
        }

        using var second = Open();
        second.MoveTo(first.Position);

        Assert.Equal("é30000", second.Read()!.Text);

        TextRowReader Open() => new(new MemoryStream(content), "memory", RowFormat.Csv, new DatasetOptions { Encoding = FileEncoding.Utf16 });
    }

    [Theory]
    [InlineData("{\"review\":{\"text\":\"good\",\"stars\":5},\"meta\":{\"label\":\"1\"}}", "good 1")]
    [InlineData("{\"review\":{\"text\":\"nested\"},\"review.text\":\"literal\",\"meta\":{\"label\":1}}", "literal 1")]
    [InlineData("{\"review.text\":\"literal\",\"review\":{\"text\":\"nested\"},\"meta\":{\"label\":1}}", "literal 1")]
    [InlineData("{\"review\":[{\"text\":\"x\"}],\"review.text\":\"literal\",\"meta.label\":1}", "literal 1")]
    public void Read_NestedJson_FollowsThePathUnlessAPropertyHasItsName(string line, string expected) =>
        Assert.Equal([expected], Read(_folder.Write("a.jsonl", line), new DatasetOptions { TextColumn = "review.text", LabelColumn = "meta.label" }));

    [Theory]
    [InlineData("{\"review\":{\"title\":\"x\"},\"label\":1}", "found properties review, review.title, label, expected a property review.text; --text-column chooses another")]
    [InlineData("{\"review\":\"x\",\"label\":1}", "found properties review, label, expected a property review.text; --text-column chooses another")]
    [InlineData("{\"review\":{\"text\":7},\"label\":1}", "review.text: found a number, expected a string")]
    [InlineData("{\"review\":{\"text\":\"a\",\"text\":\"b\"},\"label\":1}", "found review.text twice, expected each property once")]
    [InlineData("{\"review\":{\"text\":\"a\"},\"review\":{\"text\":\"b\"},\"label\":1}", "found review twice, expected each property once")]
    [InlineData("{\"review\":{\"text\":\"a\"}}", "found properties review, review.text, expected a property label; --label-column chooses another")]
    public void Read_NestedJsonThatIsNotThere_SaysWhatIs(string line, string expected)
    {
        var path = _folder.Write("a.jsonl", line);

        var exception = Assert.Throws<DatasetException>(() => Read(path, new DatasetOptions { TextColumn = "review.text", MentionsOptions = true }));

        Assert.EndsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SomeBadRowsAccepted_AreLeftOutAndReported()
    {
        var path = _folder.Write("a.csv", "text,label\na,1\nb\nc,0\nd,\n");
        var dataset = Dataset.Open(path, new DatasetOptions { MaxErrorRate = 0.5 });

        Assert.Equal(["a", "c"], dataset.Read(null).Select(text => text.Text));
        Assert.Equal(
            [
                $"{path}: row 2 (line 3): found 1 field, expected 2 as in the header",
                $"{path}: row 4 (line 5), column label: found nothing, expected a label",
                $"{path}: left out 2 bad rows of 4",
            ],
            dataset.Warnings);
    }

    [Fact]
    public void Read_ManyBadRows_ReportsTheFirstTen()
    {
        var path = _folder.Write("a.csv", "text,label\n" + string.Concat(Enumerable.Repeat("a,1\nb\n", 30)));
        var dataset = Dataset.Open(path, new DatasetOptions { MaxErrorRate = 0.5 });

        Assert.Equal(30, dataset.Read(null).Count());
        Assert.Equal(12, dataset.Warnings.Count);
        Assert.Equal($"{path}: more bad rows follow", dataset.Warnings[10]);
    }

    [Theory]
    [InlineData("text,label\na,1\nb\nc\n", "found 2 bad rows of 3, a rate of 0.6666666666666666, expected at most 0.5 (--max-error-rate)")]
    [InlineData("text,label\na,1\nb,1\n\"a long row that is not closed,0\nc,1\n", "found 37 bytes in bad rows of 45, a rate of 0.8222222222222222, expected at most 0.5 (--max-error-rate)")]
    public void Read_TooManyBadRowsOrBytes_IsRefused(string content, string expected)
    {
        var path = _folder.Write("a.csv", content);

        var exception = Assert.Throws<DatasetException>(() => Read(path, new DatasetOptions { MaxErrorRate = 0.5 }));

        Assert.Equal($"{path}: {expected}", exception.Message);
    }

    [Theory]
    [InlineData("ham,spam", "ham|spam")]
    [InlineData(" ham , spam ", "ham|spam")]
    [InlineData("\"a, b\",c", "a, b|c")]
    [InlineData("one", "one")]
    [InlineData("\"a, b", null)]
    public void NameList_Parse_SplitsAtCommasOutsideQuotes(string text, string? expected) => Assert.Equal(expected?.Split('|'), NameList.Parse(text));

    static List<string> Read(string path, DatasetOptions? options = null) => [.. Dataset.Open(path, options).Read(null).Select(text => $"{text.Text} {text.Label}")];
}
