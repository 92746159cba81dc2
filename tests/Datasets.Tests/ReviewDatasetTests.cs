using System.Formats.Tar;

namespace RnnToolkit.Datasets.Tests;

public sealed class ReviewDatasetTests : IDisposable
{
    static readonly (string Name, string Text)[] s_reviews =
    [
        ("train/pos/0_9.txt", "fine"),
        ("train/pos/10_7.txt", "\uFEFFmarked"),
        ("train/neg/0_2.txt", "dull é𝄞"),
        ("train/unsup/3_0.txt", "unread"),
        ("test/neg/1_1.txt", ""),
        ("test/pos/2_10.txt", "first\r\nsecond"),
    ];

    readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_FolderAndArchive_GiveTheSameTexts()
    {
        var archive = WriteArchive("reviews.tar.gz", s_reviews.Select(review => ("aclImdb/" + review.Name, review.Text)));
        WriteFolder("above/aclImdb");
        var expected = new[]
        {
            new LabeledText("test/neg/1_1.txt", "", "neg", DatasetPart.Test),
            new LabeledText("test/pos/2_10.txt", "first\r\nsecond", "pos", DatasetPart.Test),
            new LabeledText("train/neg/0_2.txt", "dull é𝄞", "neg", DatasetPart.Train),
            new LabeledText("train/pos/0_9.txt", "fine", "pos", DatasetPart.Train),
            new LabeledText("train/pos/10_7.txt", "marked", "pos", DatasetPart.Train),
        };

        foreach (var (path, kind) in new[]
        {
            (archive, "aclImdb archive"),
            (Path.Combine(_folder.Path, "above"), "aclImdb folder"),
            (Path.Combine(_folder.Path, "above", "aclImdb"), "aclImdb folder"),
        })
        {
            var dataset = Dataset.Open(path);
            Assert.Equal(kind, dataset.Kind);
            Assert.False(dataset.IsOrdered);
            Assert.True(dataset.Has(DatasetPart.Train));
            Assert.True(dataset.Has(DatasetPart.Test));
            Assert.Equal(expected, dataset.Read(null).OrderBy(text => text.Id, StringComparer.Ordinal));
            Assert.Equal(expected[2..], dataset.Read(DatasetPart.Train).OrderBy(text => text.Id, StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("train/pos/1_9.txt")]
    [InlineData("./aclImdb/train/pos/1_9.txt")]
    [InlineData("/somewhere/../aclImdb/train/pos/1_9.txt")]
    public void Read_OddEntryNames_AreOnlyNames(string name)
    {
        var path = WriteArchive("a.tgz", [(name, "fine")]);
        var dataset = Dataset.Open(path);

        Assert.Equal([new LabeledText("train/pos/1_9.txt", "fine", "pos", DatasetPart.Train)], dataset.Read(null));
        Assert.False(dataset.Has(DatasetPart.Test));
    }

    [Fact]
    public void Read_LinksInAnArchive_AreIgnored()
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "train/pos/1_9.txt") { LinkName = "/etc/hostname" });
            tar.WriteEntry(Entry("train/pos/2_9.txt", "fine"));
        }

        var path = _folder.Write("a.tar.gz", Gzip.Compress(content.ToArray()));

        Assert.Equal(["fine"], Dataset.Open(path).Read(null).Select(text => text.Text));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.95)]
    public void Read_TruncatedArchive_SaysHowFarItCame(double share)
    {
        var random = new Random(5);
        var whole = File.ReadAllBytes(WriteArchive("a.tar.gz", Enumerable.Range(0, 300).Select(i =>
            ($"aclImdb/train/pos/{i}_9.txt", string.Concat(Enumerable.Range(0, 400).Select(_ => (char)('a' + random.Next(26))))))));
        var path = _folder.Write("cut.tar.gz", whole[..(int)(whole.Length * share)]);

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path).Read(null).Count());

        Assert.Matches(
            $"^{path}: at review [0-9]+, train/pos/[0-9]+_9.txt: found a damaged or truncated archive, expected a complete one$", exception.Message);
    }

    [Fact]
    public void Read_TarCutInsideGzip_SaysHowFarItCame()
    {
        var tar = Tar([("train/pos/1_9.txt", new string('a', 2000)), ("train/neg/1_2.txt", new string('b', 2000))]);
        var path = _folder.Write("cut.tgz", Gzip.Compress(tar[..^2500]));

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path).Read(null).Count());

        Assert.Equal($"{path}: at review 2, train/neg/1_2.txt: found a damaged or truncated archive, expected a complete one", exception.Message);
    }

    [Fact]
    public void Read_AnyFlippedBit_IsRefusedOrChangesNoText()
    {
        var path = WriteArchive("a.tar.gz", s_reviews);
        var texts = Dataset.Open(path).Read(null).ToList();
        var bytes = File.ReadAllBytes(path);
        var refused = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            List<LabeledText> read;
            try
            {
                read = [.. Dataset.Open(_folder.Write("flipped.tar.gz", damaged)).Read(null)];
            }
            catch (DatasetException)
            {
                refused++;
                continue;
            }

            // The time in the header, or the distance of a copy within a run of zeros.
            Assert.Equal(texts, read);
        }

        Assert.InRange(refused, bytes.Length / 2, bytes.Length);
    }

    [Fact]
    public void Read_EntryOfDeclaredHugeSize_IsRefusedBeforeItIsRead()
    {
        var tar = Tar([("train/pos/1_9.txt", "fine")]);
        SetSize(tar, 68_719_476_735);
        var path = _folder.Write("huge.tar.gz", Gzip.Compress(tar));

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(path).Read(null).Count());

        Assert.Equal($"{path}: train/pos/1_9.txt: found a text of 68719476735 bytes, expected at most 67108864", exception.Message);
    }

    [Theory]
    [InlineData("a.tar.gz", "not gzip", "found a file that starts with bytes 6E6F, expected gzip data, which starts with 1F8B")]
    [InlineData("a.tar.gz", "", "found an empty file, expected gzip data")]
    public void Open_NotAnArchive_SaysSo(string name, string content, string expected)
    {
        var path = _folder.Write(name, content);

        Assert.Equal($"{path}: {expected}", Assert.Throws<DatasetException>(() => Dataset.Open(path)).Message);
    }

    [Fact]
    public void Open_ArchiveWithoutReviews_SaysWhatIsExpected()
    {
        var path = WriteArchive("a.tar.gz", [("readme.txt", "x"), ("train/unsup/1_0.txt", "x")]);

        Assert.Equal(
            $"{path}: found an archive without reviews, expected aclImdb/{{train,test}}/{{pos,neg}}/*.txt",
            Assert.Throws<DatasetException>(() => Dataset.Open(path)).Message);
    }

    [Fact]
    public void Read_InvalidUtf8_NamesFileAndByte()
    {
        WriteFolder("");
        _folder.Write("test/pos/3_9.txt", [(byte)'o', (byte)'k', 0xC3, (byte)'!']);

        var exception = Assert.Throws<DatasetException>(() => Dataset.Open(_folder.Path).Read(null).Count());

        Assert.Equal($"{_folder.Path}: test/pos/3_9.txt: found byte 0xC3, which is not UTF-8 here (offset 2), expected UTF-8", exception.Message);
    }

    [Fact]
    public void Open_FolderWithoutTexts_SaysWhatIsExpected()
    {
        Directory.CreateDirectory(_folder["train/pos/x"]);

        Assert.Equal(
            $"{_folder.Path}: found folders pos and neg without texts, expected {{train,test}}/{{pos,neg}}/*.txt",
            Assert.Throws<DatasetException>(() => Dataset.Open(_folder.Path)).Message);
    }

    static UstarTarEntry Entry(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) };

    static byte[] Tar(IEnumerable<(string Name, string Text)> reviews)
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, text) in reviews)
            {
                tar.WriteEntry(Entry(name, text));
            }
        }

        return content.ToArray();
    }

    /// <summary>Overwrites the size field of the first header (octal, bytes 124 to 135) and its checksum (bytes 148 to 155).</summary>
    static void SetSize(byte[] tar, long size)
    {
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(12, '0')).CopyTo(tar, 124);
        tar.AsSpan(148, 8).Fill((byte)' ');
        var sum = tar.AsSpan(0, 512).ToArray().Sum(value => value);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
    }

    void WriteFolder(string root)
    {
        foreach (var (name, text) in s_reviews)
        {
            _folder.Write(Path.Combine(root, name), text);
        }
    }

    string WriteArchive(string name, IEnumerable<(string Name, string Text)> reviews) => _folder.Write(name, Gzip.Compress(Tar(reviews)));
}
