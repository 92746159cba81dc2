using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Vectors;

namespace RnnToolkit.Trainer.Tests;

public sealed class WordVectorTests : IDisposable
{
    static readonly (string Word, float[] Vector)[] s_words = [("the", [1, -2.5f]), ("caf\u00E9", [0.5f, 1e-3f]), (".", [3, 4])];

    readonly TempDirectory _temp = new();

    public static IEnumerable<object[]> Formats =>
        from format in new[] { "word2vec", "glove", "binary", "binaryWithLineFeeds" }
        from gzip in new[] { false, true }
        select new object[] { format, gzip };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_EveryFormat_GivesTheSameWordsAndVectors(string format, bool gzip)
    {
        using var reader = WordVectorReader.Open(Write(Bytes(format), gzip));

        Assert.Equal(2, reader.Width);
        Assert.Equal(s_words.Select(word => $"{word.Word}: {string.Join(' ', word.Vector)}"), ReadAll(reader));
    }

    [Fact]
    public void Read_GloveWordWithASpace_KeepsIt()
    {
        using var reader = WordVectorReader.Open(Write("the 1 2\n. . . 3 4\n"u8.ToArray()));

        Assert.Equal(["the: 1 2", ". . .: 3 4"], ReadAll(reader));
    }

    [Theory]
    [InlineData("", "line 1: found vectors of -1 numbers, expected 1 to 8192")]
    [InlineData("the\n", "line 1: found vectors of 0 numbers")]
    [InlineData("2 2\nthe 1 2\n", "word 2: found 1 words, expected 2, as the first line says")]
    [InlineData("the 1 2\nof 1\n", "word 2: found \"of 1\", expected a word and 2 numbers")]
    [InlineData("the 1 2\nof 1 NaN\n", "word 2: found \"of 1 NaN\", expected a word and 2 numbers")]
    [InlineData("2 3\nthe \u0001\u0002", "word 1: found the end of the file in a vector, expected 2 words, as the first line says")]
    public void Read_DamagedFile_SaysWhatIsWrong(string text, string message)
    {
        var path = Write(Encoding.UTF8.GetBytes(text));

        var exception = Assert.Throws<DatasetException>(() =>
        {
            using var reader = WordVectorReader.Open(path);
            ReadAll(reader);
        });

        Assert.StartsWith($"{path}: {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFile_NamesIt() => Assert.StartsWith(
        $"{_temp["none.txt"]}: found ", Assert.Throws<DatasetException>(() => WordVectorReader.Open(_temp["none.txt"])).Message, StringComparison.Ordinal);

    [Fact]
    public void WordVectors_Vocabulary_TakesItsWordsAndTheMeansOfUnknownOnes()
    {
        var encoder = new TextEncoder(
            PreprocessConfig.General with { NGrams = null, UnknownRows = 1 }, new Vocabulary(["the", "film", "caf\u00E9"]));
        var path = Write("the 1 2\nwalking 3 4\nthe 9 9\ntalking 5 8\ncaf\u00E9 7 7\n"u8.ToArray());

        var vectors = WordVectors.Read(path, 2, encoder, [100, 6, 3, 1, 2], CancellationToken.None);

        Assert.Equal([1, 3, 4], vectors.Rows); // of equal words the first; id 4 is the row of unknown words
        Assert.Equal([1, 2, 7, 7, 4, 6], vectors.Values);
        Assert.Equal(2, vectors.KnownWords);
        Assert.Equal(7 / 12.0, vectors.TokenShare, 1e-12);
    }

    [Fact]
    public void WordVectors_AnotherWidth_SaysWhatToSet()
    {
        var path = Write("the 1 2\n"u8.ToArray());

        var exception = Assert.Throws<DatasetException>(() => WordVectors.Read(
            path, 100, new TextEncoder(new PreprocessConfig(), new Vocabulary(["the"])), [0, 1], CancellationToken.None));

        Assert.Equal(
            $"{path}: found vectors of 2 numbers, expected 100, as model.embeddingSize says; add --set model.embeddingSize=2", exception.Message);
    }

    // Only after the wide channel had been trained the program looked into the file.
    [Fact]
    public async Task Run_VectorsOfAnotherWidth_AreRefusedBeforeAnyWork()
    {
        var path = Write("the 1 2\n"u8.ToArray());

        var (exitCode, output, error) = await TinyReviews.Run(
            CancellationToken.None, "run", "--data", TinyReviews.Write(_temp["data"]), "--vectors", path, "--models", "gru1", "--output", _temp["run"]);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            $"error: {path}: found vectors of 2 numbers, expected 96, as model.embeddingSize says; add --set model.embeddingSize=2{Environment.NewLine}", error);
        Assert.False(Directory.Exists(_temp["run"]));
    }

    [Fact]
    public void CopyTo_Table_ChangesTheRowsAlone()
    {
        var config = TestModels.Config(RecurrentCell.Gru) with { VocabularySize = 4, EmbeddingSize = 2 };
        using var model = new RecurrentClassifier(config);
        var before = ModelWeights.Capture(model)["embedding.weight"].Data;

        new WordVectors([1, 3], [1, 2, 3, 4], 2, 1).CopyTo(model.named_parameters().Single(named => named.name == "embedding.weight").parameter);

        Assert.Equal([before[0], before[1], 1, 2, before[4], before[5], 3, 4], ModelWeights.Capture(model)["embedding.weight"].Data);
    }

    public void Dispose() => _temp.Dispose();

    static List<string> ReadAll(WordVectorReader reader)
    {
        var (words, vector) = (new List<string>(), new float[reader.Width]);
        while (reader.Read(vector) is { } word)
        {
            words.Add($"{word}: {string.Join(' ', vector)}");
        }

        return words;
    }

    static byte[] Bytes(string format)
    {
        using var bytes = new MemoryStream();
        if (format != "glove")
        {
            bytes.Write("3 2\n"u8);
        }

        foreach (var (word, vector) in s_words)
        {
            bytes.Write(Encoding.UTF8.GetBytes(word));
            if (format is "word2vec" or "glove")
            {
                bytes.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant($" {vector[0]} {vector[1]}\n")));
                continue;
            }

            bytes.WriteByte((byte)' ');
            var number = new byte[sizeof(float)];
            foreach (var value in vector)
            {
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                bytes.Write(number);
            }

            if (format == "binaryWithLineFeeds")
            {
                bytes.WriteByte((byte)'\n');
            }
        }

        return bytes.ToArray();
    }

    string Write(byte[] bytes, bool gzip = false)
    {
        var path = _temp["vectors"];
        using var file = File.Create(path);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return path;
    }
}
