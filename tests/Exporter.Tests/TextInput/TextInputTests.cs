using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Inspection;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests.TextInput;

/// <summary>The graph that takes raw text, against the encoder: <see cref="TextGraph"/> refuses any other id.</summary>
public sealed class TextInputTests : IDisposable
{
    const int Batches = 25;

    // Words of every length around those of a chunk, stop words, and tokens that no text can give.
    static readonly string[] s_tokens =
    [
        "good", "bad", "film", "with", "because", "laughing", "rolling", "10", "k", "br", "the", "not", "Bad", "GOOD", "don't", "caf\u00E9",
        .. Enumerable.Range(1, 40).Select(length => new string('a', length)),
        .. Enumerable.Range(1, 40).Select(length => new string('a', length) + "b"),
    ];

    static readonly string[] s_pieces =
    [
        "good", "Bad", "BAD", "the", "NOT", "u", "U", "b4", "w/", "W/O", "w/x", "rofl", "imo", "ok\u212A", "\u212A", "\u0130mo", "caf\u00E9", "10/10",
        "<", ">", "<br />", "</i>", "<a href=x>", "<a\n>", "a", "aaaa", "aaaaaaa", "aaaaaaaaaaaaaaaa", "b", "'", "!", "-", "don't", "\0",
        " ", "  ", "\n", "\r\n", "\t", "\u001C", "\u0085", "\u00A0", "\u2028", "\u3000", "\u200B", "\u03A3", "\U0001F600", "\U0001D400",
    ];

    readonly TempDirectory _directory = new();

    /// <summary>Every choice among the steps that a configuration can do without, with either side of the padding.</summary>
    public static TheoryData<string, PaddingSide> Configurations
    {
        get
        {
            PreprocessStep[] optional =
            [
                PreprocessStep.Lowercase, PreprocessStep.ExpandAbbreviations, PreprocessStep.RemoveHtmlTags, PreprocessStep.Strip, PreprocessStep.RemoveStopWords,
            ];
            var data = new TheoryData<string, PaddingSide>();
            for (var choice = 0; choice < 1 << optional.Length; choice++)
            {
                var steps = new PreprocessConfig().Steps.Where(step => Array.IndexOf(optional, step) is var i && (i < 0 || (choice >> i & 1) == 1));
                data.Add(string.Join(' ', steps), choice % 3 == 0 ? PaddingSide.Right : PaddingSide.Left);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Ids_RandomTexts_AreTheEncoders(string steps, PaddingSide padding)
    {
        using var graph = Graph(new PreprocessConfig { Steps = [.. steps.Split(' ').Select(Enum.Parse<PreprocessStep>)], Padding = padding, SequenceLength = 9 });
        var random = new Random(steps.Length);
        for (var batch = 0; batch < Batches; batch++)
        {
            graph.Score([.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => RandomText(random))]);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    public void Ids_EveryOpset_AreTheEncoders(int opset)
    {
        using var graph = Graph(new PreprocessConfig { SequenceLength = 9 }, GraphFormat.Default with { Opset = OpsetInfo.Find(opset)! });

        graph.Score(s_pieces);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Ids_AnySequenceLength_AreTheEncoders(int sequenceLength)
    {
        using var graph = Graph(new PreprocessConfig { SequenceLength = sequenceLength });
        var random = new Random(sequenceLength);
        for (var batch = 0; batch < Batches; batch++)
        {
            graph.Score([.. Enumerable.Range(0, 3).Select(_ => string.Concat(Enumerable.Range(0, 20).Select(_ => RandomText(random))))]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("", "")]
    [InlineData(" ", "", "\n\n")]
    [InlineData("!!!", "<br />", "")]
    [InlineData("<", ">", "<>", "><", "<<>>", "a<b", "a>b", "a<b>b", "a<b\n>b", "a <b c> b", "a<u b>u")]
    [InlineData("u", " u ", "u!", "<u>", "u<u>", "w/ o", "w/o", "w/\u00A0o")]
    public void Ids_EdgesOfTheSteps_AreTheEncoders(params string[] texts)
    {
        using var graph = Graph(new PreprocessConfig { SequenceLength = 5 });

        var scores = graph.Score(texts);

        Assert.Equal(texts.Length, scores.Length);
        Assert.All(texts, text => graph.Score([text]));
    }

    [Fact]
    public void Ids_VeryLongTextsAndWords_AreTheEncoders()
    {
        using var graph = Graph(new PreprocessConfig { SequenceLength = 3 });

        graph.Score([new string('a', 100_000), new string('<', 100_000), string.Concat(Enumerable.Repeat("good ", 20_000)), new string(' ', 100_000) + "good"]);
    }

    [Theory]
    [InlineData]
    [InlineData("caf\u00E9", "\"", "don't", "\0")]
    [InlineData("a")]
    public void Ids_VocabularyOfFewOrNoUsableTokens_AreTheEncoders(params string[] tokens)
    {
        var (config, vocabulary) = (new PreprocessConfig { Steps = [PreprocessStep.KeepAsciiAlphanumeric, PreprocessStep.SplitOnWhiteSpace], SequenceLength = 5 }, new Vocabulary(tokens));
        using var graph = new TextGraph(Write(config, vocabulary), new TextEncoder(config, vocabulary));

        Assert.Equal(s_pieces.Length, graph.Score(s_pieces).Length);
    }

    [Fact]
    public void Score_VocabularyOfAnotherModel_NamesTheTextAndTheId()
    {
        var config = new PreprocessConfig { SequenceLength = 5 };
        var path = Write(config, new Vocabulary(s_tokens));
        using var graph = new TextGraph(path, new TextEncoder(config, new Vocabulary(s_tokens.Reverse())));

        var exception = Assert.Throws<CheckpointFormatException>(() => graph.Score(["the\n", "Good \"film\""]));

        Assert.Equal(
            $"""{path}: input_ids, 4 of 5 for the text "Good \u0022film\u0022": found 1, expected {s_tokens.Length}, as in training""", exception.Message);
    }

    [Fact]
    public void Graph_FromText_IsTheApprovedOne()
    {
        var (config, vocabulary) = (new PreprocessConfig { SequenceLength = 10 }, new Vocabulary(["good", "extraordinary"]));

        var info = Build(config, vocabulary).Info();

        Snapshot.Match("gru1-text", info.Replace(ClassifierGraph.ProducerVersion, "<version>", StringComparison.Ordinal));
    }

    public void Dispose() => _directory.Dispose();

    TextGraph Graph(PreprocessConfig config, GraphFormat? format = null)
    {
        var vocabulary = new Vocabulary(s_tokens);
        return new TextGraph(Write(config, vocabulary, format), new TextEncoder(config, vocabulary));
    }

    string Write(PreprocessConfig config, Vocabulary vocabulary, GraphFormat? format = null)
    {
        var path = _directory["text.onnx"];
        File.WriteAllBytes(path, Build(config, vocabulary, format).ToByteArray());
        return path;
    }

    static ModelProto Build(PreprocessConfig config, Vocabulary vocabulary, GraphFormat? format = null)
    {
        var model = TestModels.Config(RecurrentCell.Gru) with { VocabularySize = vocabulary.TableSize };
        var checkpoint = new CheckpointConfig { Name = "gru1", Model = model, Preprocessing = config };
        return ClassifierGraph.BuildFromText(checkpoint, TestModels.Weights(model, seed: 1), new TextEncoder(config, vocabulary), format ?? GraphFormat.Default);
    }

    static string RandomText(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => s_pieces[random.Next(s_pieces.Length)] + (random.Next(3) == 0 ? " " : "")));
}
