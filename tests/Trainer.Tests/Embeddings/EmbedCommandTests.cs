using System.Globalization;
using System.Text;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Commands;
using RnnToolkit.Trainer.Vectors;

namespace RnnToolkit.Trainer.Tests.Embeddings;

public sealed class EmbedCommandTests : IDisposable
{
    static readonly string[] s_words = ["caf\u00E9", "\U0001F600", "'"];

    static readonly float[][] s_vectors = [[1.5f, -0.1f, 3e-12f], [0, float.MaxValue, -0f], [1 / 3f, 1e-45f, 7]];

    readonly TempDirectory _temp = new();

    [Theory]
    [InlineData("vectors.txt")]
    [InlineData("vectors.bin")]
    [InlineData("vectors.vec.gz")]
    [InlineData("vectors.bin.gz")]
    public void Write_EveryFormat_ReadsBackBitForBit(string name)
    {
        Write(name);

        using var reader = WordVectorReader.Open(_temp[name]);
        var vector = new float[reader.Width];
        foreach (var (word, expected) in s_words.Zip(s_vectors))
        {
            Assert.Equal(word, reader.Read(vector));
            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), vector.Select(BitConverter.SingleToInt32Bits));
        }

        Assert.Null(reader.Read(vector));
    }

    // As gensim reads it: split the line at spaces, the first part is the word.
    [Fact]
    public void Write_Text_IsWhatAPlainParserExpects()
    {
        Write("vectors.txt");

        var lines = File.ReadAllText(_temp["vectors.txt"]).Split('\n');
        Assert.Equal("3 3", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.Equal("", lines[4]);
        foreach (var (line, (word, vector)) in lines[1..4].Zip(s_words.Zip(s_vectors)))
        {
            var parts = line.Split(' ');
            Assert.Equal(word, parts[0]);
            Assert.Equal(vector, parts[1..].Select(number => float.Parse(number, CultureInfo.InvariantCulture)));
        }
    }

    // As gensim reads it: the word up to a space, without line feeds before it, then little-endian floats.
    [Fact]
    public void Write_Binary_IsWhatAPlainParserExpects()
    {
        Write("vectors.bin");

        using var file = new BinaryReader(File.OpenRead(_temp["vectors.bin"]));
        Assert.Equal("3 3", Until('\n'));
        foreach (var (word, vector) in s_words.Zip(s_vectors))
        {
            Assert.Equal(word, Until(' ').TrimStart('\n'));
            Assert.Equal(vector, new[] { file.ReadSingle(), file.ReadSingle(), file.ReadSingle() });
        }

        Assert.Equal((byte)'\n', file.ReadByte());
        Assert.Equal(file.BaseStream.Length, file.BaseStream.Position);

        string Until(char end)
        {
            var bytes = new List<byte>();
            for (var next = file.ReadByte(); next != end; next = file.ReadByte())
            {
                bytes.Add(next);
            }

            return Encoding.UTF8.GetString([.. bytes]);
        }
    }

    [Fact]
    public async Task Embed_TwoSources_WritesTheSameFileTwiceAndNeighboursReadsIt()
    {
        File.WriteAllText(_temp["a.csv"], "text,label\n" + string.Concat(Enumerable.Repeat("Good film! A good actor,1\nbad film,0\n", 20)));
        File.WriteAllText(_temp["b.jsonl"], string.Concat(Enumerable.Repeat("{\"text\": \"good film\"}\n", 20)));
        string[] options = ["embed", "--data", _temp["a.csv"], "--data", _temp["b.jsonl"], "--size", "8", "--epochs", "2"];

        Assert.Equal((ExitCode.Done, ""), await Run([.. options, "--output", _temp["1.bin"]]));
        Assert.Equal((ExitCode.Done, ""), await Run([.. options, "--output", _temp["2.bin"]]));
        var (exitCode, shown) = await Run(["embed", "neighbours", _temp["1.bin"], "good", "film", "--count", "2"]);

        Assert.Equal(File.ReadAllBytes(_temp["1.bin"]), File.ReadAllBytes(_temp["2.bin"]));
        Assert.Equal(ExitCode.Done, exitCode);
        var lines = shown.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(2 + (2 * 2), lines.Length);
        Assert.StartsWith("| word | neighbour | similarity |", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embed_UnlabelledReviews_AreRead()
    {
        Directory.CreateDirectory(_temp["aclImdb/train/unsup"]);
        File.WriteAllText(_temp["aclImdb/train/unsup/0_0.txt"], "some words, some words");

        Assert.Equal((ExitCode.Done, ""), await Run(["embed", "--data", _temp["aclImdb"], "--min-count", "1", "--size", "2", "--output", _temp["v.txt"]]));

        Assert.Equal(["some", "words", ","], File.ReadLines(_temp["v.txt"]).Skip(1).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Embed_WrongOptions_NamesEachOfThem()
    {
        var (exitCode, error) = await Run(
            ["embed", "--mode", "glove", "--size", "0", "--sample", "2", "--char-ngrams", "6", "--learning-rate", "0", "--preset", "x"], showErrors: true);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.All(["--data", "--output", "--mode", "--size", "--sample", "--char-ngrams", "--learning-rate", "--preset"], option =>
            Assert.Contains($"error: {option}: found ", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Embed_BadRow_NamesIt()
    {
        File.WriteAllText(_temp["a.jsonl"], "{\"text\": \"fine\"}\n{\"text\": 1}\n");

        var (exitCode, error) = await Run(["embed", "--data", _temp["a.jsonl"], "--output", _temp["v.txt"]], showErrors: true);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("a.jsonl: line 2, text: found a number", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["v.txt"]));
    }

    [Fact]
    public async Task Neighbours_Vectors_SortsByAngle()
    {
        File.WriteAllText(_temp["v.txt"], "north 0 2\neast 3 0\nnortheast 1 1\nnowhere 0 0\nsouth 0 -1\n");

        var (_, shown) = await Run(["embed", "neighbours", _temp["v.txt"], "north"]);

        Assert.Equal(
            """
            | word  | neighbour | similarity |
            |-------|-----------|-----------:|
            | north | northeast |     0.7071 |
            | north | east      |     0.0000 |
            | north | nowhere   |     0.0000 |
            | north | south     |    -1.0000 |

            """.ReplaceLineEndings("\n"),
            shown.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Neighbours_WordThatIsNotThere_SaysSo()
    {
        File.WriteAllText(_temp["v.txt"], "north 0 2\neast 3 0\n");

        var (exitCode, error) = await Run(["embed", "neighbours", _temp["v.txt"], "north", "West"], showErrors: true);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains("v.txt: found no word \"West\"", error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    void Write(string name) => WordVectorWriter.Write(OutputTarget.Of(_temp[name]), name, s_words, 3, word => s_vectors[word]);

    static async Task<(int ExitCode, string Text)> Run(string[] args, bool showErrors = false)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandRunner.RunAsync(TrainerCommand.Create(), args, output, error).WaitAsync(TimeSpan.FromMinutes(1));
        return (exitCode, showErrors ? error.ToString() : output.ToString());
    }
}
