using System.Text;

namespace RnnToolkit.Datasets.Tests;

public sealed class TableDatasetTests : IDisposable
{
    readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv", "id,text,label\nx,\"good, \"\"really\"\"\",1\ny,bad,0\n", "CSV file")]
    [InlineData("a.tsv", "label\ttext\tid\n1\tgood, \"\"really\"\"\tx\n0\tbad\ty\n", "TSV file")]
    [InlineData("a.jsonl", "{\"id\":\"x\",\"text\":\"good, \\\"really\\\"\",\"label\":1}\n\n{\"label\":\"neg\",\"id\":\"y\",\"text\":\"bad\",\"more\":{\"a\":[1]}}\n", "JSON Lines file")]
    public void Read_EveryFormat_GivesTheSameRows(string name, string content, string kind)
    {
        content = name == "a.tsv" ? content.Replace("good, \"\"really\"\"", "\"good, \"\"really\"\"\"", StringComparison.Ordinal) : content;
        foreach (var path in new[] { _folder.Write(name, content), _folder.Write(name + ".gz", Gzip.Compress(content)) })
        {
            var dataset = Dataset.Open(path);

            Assert.Equal(kind, dataset.Kind);
            Assert.True(dataset.IsOrdered);
            Assert.True(dataset.Has(DatasetPart.Train));
            Assert.False(dataset.Has(DatasetPart.Test));
            Assert.Equal(
                [new LabeledText("x", "good, \"really\"", "1", DatasetPart.Train), new LabeledText("y", "bad", name == "a.jsonl" ? "neg" : "0", DatasetPart.Train)],
                dataset.Read(DatasetPart.Train));
            Assert.Empty(dataset.Read(DatasetPart.Test));
        }
    }

    [Fact]
    public void Read_FolderWithTwoParts_ReadsEachOrBoth()
    {
        _folder.Write("train.csv", "text,label\na,1\n");
        _folder.Write("test.jsonl.gz", Gzip.Compress("{\"text\":\"b\",\"label\":\"negative\"}"));
        var dataset = Dataset.Open(_folder.Path);

        Assert.Equal("folder with train.csv and test.jsonl.gz", dataset.Kind);
        Assert.Equal([new LabeledText("1", "b", "negative", DatasetPart.Test)], dataset.Read(DatasetPart.Test));
        Assert.Equal(["a", "b"], dataset.Read(null).Select(text => text.Text));
    }

    [Theory]
    [InlineData("text,label\r\na,1\r\n\"b\r\nc\",0\r\n", "a|b\r\nc")]
    [InlineData("text,label\n\n\"a\nb\",1\n\n\nc,0", "a\nb|c")]
    [InlineData("\uFEFFtext,label\na,1\n", "a")]
    [InlineData("\uFEFF\"text\",\"label\"\n\"\",\"pos\"\n", "")]
    [InlineData("label,text\n1,\n0,\"\"\n", "|")]
    [InlineData("label,text\n POS ,é𝄞\n", "é𝄞")]
    public void Read_LineEndsQuotesAndByteOrderMark_AreAsRfc4180(string content, string expected)
    {
        var path = _folder.Write("a.csv", content);

        Assert.Equal(expected.Split('|'), Dataset.Open(path).Read(null).Select(text => text.Text));
    }

    [Fact]
    public void Read_OneColumnWithoutLabels_KeepsEmptyLines()
    {
        var path = _folder.Write("a.csv", "text\na\n\nb\n");

        Assert.Equal(["a", "", "b"], Dataset.Open(path, new DatasetOptions { RequireLabels = false }).Read(null).Select(text => text.Text));
    }

    [Fact]
    public void Read_QuotingNone_KeepsQuotesAsText()
    {
        var path = _folder.Write("a.tsv", "id\tsentiment\treview\n\"7_1\"\t0\t\"\\\"So\\\" bad\n");
        var options = new DatasetOptions { TextColumn = "review", LabelColumn = "sentiment", Quoting = Quoting.None };

        Assert.Equal([new LabeledText("\"7_1\"", "\"\\\"So\\\" bad", "0", DatasetPart.Train)], Dataset.Open(path, options).Read(null));
    }

    [Fact]
    public void Read_LabelsNotRequired_AllowsMissingAndEmptyOnes()
    {
        var options = new DatasetOptions { RequireLabels = false };

        Assert.Equal(["1", null], Dataset.Open(_folder.Write("a.csv", "text,label\na,1\nb,\n"), options).Read(null).Select(text => text.Label));
        Assert.Equal([null], Dataset.Open(_folder.Write("b.csv", "text\na\n"), options).Read(null).Select(text => text.Label));
        Assert.Equal(
            [null, null, "0"],
            Dataset.Open(_folder.Write("c.jsonl", "{\"text\":\"a\"}\n{\"text\":\"a\",\"label\":null}\n{\"text\":\"a\",\"label\":0}"), options)
                .Read(null).Select(text => text.Label));
    }

    [Theory]
    [InlineData("a.csv", "text,label\na, spam \nb,\"ham, smoked\"\n", "spam|ham, smoked")]
    [InlineData("a.csv", "text,label\na,5\nb,été\n", "5|été")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":true}\n{\"text\":\"b\",\"label\":false}\n", "true|false")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":0.50}\n{\"text\":\"b\",\"label\":\" Spam\"}\n", "0.50|Spam")]
    public void Read_AnyLabel_IsTakenAsItIsWritten(string name, string content, string expected) =>
        Assert.Equal(expected.Split('|'), Dataset.Open(_folder.Write(name, content)).Read(null).Select(text => text.Label));

    [Theory]
    [InlineData("a.csv", "text,label\na,ham\nb,Spam\n", "row 2 (line 3), column label: found \"Spam\", expected ham or spam")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":0.5}\n", "line 1, label: found \"0.5\", expected ham or spam")]
    public void Read_LabelThatIsNotAccepted_SaysWhatAndWhere(string name, string content, string expected)
    {
        var path = _folder.Write(name, content);
        var options = new DatasetOptions { AcceptedLabels = new AcceptedLabels(label => label is "ham" or "spam", "ham or spam") };

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path, options).Read(null).Count());

        Assert.Equal($"{path}: {expected}", exception.Message);
    }

    [Theory]
    [InlineData("a.csv", "text,label\na,1\n", false)]
    [InlineData("train/pos/1_9.txt", "fine", true)]
    [InlineData("aclImdb/test/neg/1_2.txt", "dull", true)]
    [InlineData("other/train.csv", "text,label\na,1\n", false)]
    [InlineData("reviews.tar.gz", "", true)]
    public void IsReviews_AnyPath_TellsReviewsFromTables(string name, string content, bool expected)
    {
        var file = _folder.Write(name, content);

        Assert.Equal(expected, Dataset.IsReviews(name.Contains('/', StringComparison.Ordinal) ? Path.Combine(_folder.Path, name.Split('/')[0] is "train" or "aclImdb" ? "" : name.Split('/')[0]) : file));
    }

    [Theory]
    [InlineData("a.csv", "", "found an empty file, expected labelled texts")]
    [InlineData("a.csv", "text,label\n", "found no rows, expected at least one")]
    [InlineData("a.csv", "id,body,score\n1,a,1\n", "header: found columns id, body, score, expected a column text")]
    [InlineData("a.csv", "id,text\n1,a\n", "header: found columns id, text, expected a column label")]
    [InlineData("a.csv", "text,text,label\na,b,1\n", "header: found two columns text, expected one")]
    [InlineData("a.csv", "text,label\na,1\nb,\"  \"\n", "row 2 (line 3), column label: found \"  \", expected a label")]
    [InlineData("a.csv", "text,label\na,\n", "row 1 (line 2), column label: found nothing, expected a label")]
    [InlineData("a.csv", "text,label\n\"a\nb\",1\nc\n", "row 2 (line 4): found 1 field, expected 2 as in the header")]
    [InlineData("a.csv", "text,label\na,b,1\n", "row 1 (line 2): found 3 fields, expected 2 as in the header")]
    [InlineData("a.csv", "text,label\n\"a\"b,1\n", "row 1 (line 2), column text: found text after a closing quote, expected the end of the field; a quote inside a quoted field is doubled")]
    [InlineData("a.csv", "text,label\na \"b\" c,1\n", "row 1 (line 2), column text: found a quote in a field that does not start with one, expected the whole field in quotes, its quotes doubled")]
    [InlineData("a.csv", "text,label\na,1\n\"b,1\nc,0\n", "row 2 (line 3), column text: found a quote that is never closed, expected a closing quote before the end of the file")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":1}\nnonsense\n", "line 2, byte 2: found invalid JSON, expected one JSON object per line")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":1} {}\n", "line 1, byte 24: found invalid JSON, expected one JSON object per line")]
    [InlineData("a.jsonl", "[1]\n", "line 1: found an array, expected a JSON object")]
    [InlineData("a.jsonl", "{\"body\":\"a\",\"label\":1}\n", "line 1: found properties body, label, expected a property text")]
    [InlineData("a.jsonl", "{\"text\":\"a\"}\n", "line 1: found properties text, expected a property label")]
    [InlineData("a.jsonl", "{\"text\":7,\"label\":1}\n", "line 1, text: found a number, expected a string")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":[1]}\n", "line 1, label: found an array, expected a label")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"label\":\"\"}\n", "line 1, label: found \"\", expected a label")]
    [InlineData("a.jsonl", "{\"text\":\"a\",\"text\":\"b\",\"label\":1}\n", "line 1: found text twice, expected each property once")]
    [InlineData("a.jsonl", "{\"text\":\"\\ud800\",\"label\":1}\n", "line 1: found an unpaired surrogate, expected text that UTF-8 can hold")]
    public void Read_BadFile_SaysWhatAndWhere(string name, string content, string expected)
    {
        var path = _folder.Write(name, content);

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path).Read(null).Count());

        Assert.Equal($"{path}: {expected}", exception.Message);
    }

    [Theory]
    [InlineData("a.csv", "text,label\nok,1\nb?d,1\n", "row 2 (line 3), column text: found byte 0xFF, which is not UTF-8 here, expected UTF-8")]
    [InlineData("a.jsonl", "{\"text\":\"b?d\",\"label\":1}\n", "line 1: found byte 0xFF, which is not UTF-8 here, expected UTF-8")]
    [InlineData("a.csv", "te?t,label\nok,1\n", "header: found bytes that are not UTF-8 text, expected names of columns")]
    public void Read_InvalidUtf8_NamesTheRow(string name, string content, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(content);
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;
        var path = _folder.Write(name, bytes);

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path).Read(null).Count());

        Assert.Equal($"{path}: {expected}", exception.Message);
    }

    [Fact]
    public void Open_TwoTrainFiles_IsRefused()
    {
        _folder.Write("train.csv", "text,label\na,1\n");
        _folder.Write("train.tsv", "text\tlabel\na\t1\n");

        Assert.Equal(
            $"{_folder.Path}: found train.csv and train.tsv, expected one train file",
            Assert.Throws<DatasetException>(() => Dataset.Open(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("missing", "found no such file or folder, expected")]
    [InlineData("a.docx", "found a file named *.docx, expected an aclImdb folder")]
    [InlineData("folder", "found a folder without any of these, expected an aclImdb folder")]
    public void Open_NothingThatIsUnderstood_SaysWhatIs(string name, string expected)
    {
        _folder.Write("a.docx", "x");
        _folder.Write("folder/notes.md", "x");
        var path = Path.Combine(_folder.Path, name);

        Assert.StartsWith($"{path}: {expected}", Assert.Throws<DatasetException>(() => Dataset.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TruncatedGzip_SaysAfterWhichRow()
    {
        var whole = Gzip.Compress("text,label\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"word{i * 7919 % 65537},{i % 2}\n")));
        var path = _folder.Write("a.csv.gz", whole[..(whole.Length / 2)]);

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path).Read(null).Count());

        Assert.Matches($"^{path}: after row [1-9][0-9]+: found damaged or truncated gzip data, expected complete data$", exception.Message);
    }

    [Theory]
    [InlineData("a.csv", "text,label\na,1\n")]
    [InlineData("a.csv.gz", "text,label\na,1\n")]
    [InlineData("bad.csv.gz", "body\na\n")]
    [InlineData("bad.csv.gz", "text,label\na\n")]
    public void Read_ToTheEndOrAFault_ClosesTheFile(string name, string content)
    {
        var path = _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip.Compress(content) : Encoding.UTF8.GetBytes(content));

        var fault = Record.Exception(() => Dataset.Open(path).Read(null).Count());

        Assert.Equal(name.StartsWith("bad", StringComparison.Ordinal), fault is DatasetException);
        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None); // throws while the file is open elsewhere
    }

    [Fact]
    public void Read_SeveralGzipMembers_AreOneFile()
    {
        var path = _folder.Write("a.csv.gz", [.. Gzip.Compress("text,label\na,1\nb,"), .. Gzip.Compress("0\n")]);

        Assert.Equal(["a", "b"], Dataset.Open(path).Read(null).Select(text => text.Text));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 200_000)]
    [InlineData(1, 200_000)]
    public void Read_GzipWhoseSecondMemberHasADamagedHeader_IsRefused(int damaged, int rows)
    {
        // .NET takes it for the end of the file.
        var member = Gzip.Compress(string.Concat(Enumerable.Range(0, rows).Select(i => $"word{i * 7919 % 65537},{i % 2}\n")));
        member[damaged] ^= 1;
        var path = _folder.Write("a.csv.gz", [.. Gzip.Compress("text,label\na,1\n"), .. member]);

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path).Read(null).ToList());

        Assert.Equal($"{path}: after row 1: found damaged or truncated gzip data, expected complete data", exception.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(40_000)]
    public void Read_GzipFilledUpWithZeros_IsWhole(int zeros)
    {
        var path = _folder.Write("a.csv.gz", [.. Gzip.Compress("text,label\na,1\n"), .. new byte[zeros]]);

        Assert.Equal("a", Assert.Single(Dataset.Open(path).Read(null)).Text);
    }

    [Fact]
    public void Open_GzipNameWithoutGzipData_SaysSo()
    {
        var path = _folder.Write("a.csv.gz", "text,label\na,1\n");

        Assert.Equal(
            $"{path}: found a file that starts with bytes 7465, expected gzip data, which starts with 1F8B",
            Assert.Throws<DatasetException>(() => Dataset.Open(path)).Message);
    }

    [Fact]
    public void Read_Cancelled_Stops()
    {
        var path = _folder.Write("a.csv", "text,label\na,1\nb,0\n");
        using var cancellation = new CancellationTokenSource();
        using var texts = Dataset.Open(path).Read(null, cancellation.Token).GetEnumerator();
        Assert.True(texts.MoveNext());
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => texts.MoveNext());
    }
}
