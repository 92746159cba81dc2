using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests.TextInput;

/// <summary>The graph that takes raw text, with general preprocessing: <see cref="TextGraph"/> refuses any id and any n-gram that is not the encoder's.</summary>
public sealed class GeneralTextInputTests : IDisposable
{
    const int Batches = 20;

    static readonly string[] s_tokens =
    [
        "good", "bad", "n't", "do", "don't", "caf\u00E9", "\u597D", "\u770B", "!", "?", "<url>", "<user>", "<number>", "12", "l'\u00E9t\u00E9", "\u0441\u043B\u043E\u0432\u043E", "\U0001F642",
        "stra\u00DFe", "_", "'", "&", "<", "e\u0301", "\u0E01", new string('a', 300),
    ];

    // What each rule looks at, and what is around it.
    static readonly string[] s_pieces =
    [
        "good", "Bad", "don't", "DON\u2019T", "can't've", "n't", "xn't", "ain't", "isn\u2019t", "o'clock", "'", "\u2019", "''", "rock'n'roll", "'tis", "dogs'",
        "http://", "https://a.b/c?d=e", "HTTP://X", "www.", "www.x", "WWW.example.com.", "xhttp://y", "www.\u00E9", "http://a\u00E9", "http", "ww", "(www.a.b)", "www.a'b", "www.x'\u00E9",
        "@user", "@_x", "x@y.z", "@", "@@a", "_@a", "@\u00E9'http://y/@b", "@a'www.b.c", "@1", "@user_name1!", "\u597D@a", "!\u0301@a",
        "1", "12", "12345", "1234", "123456789", "12345a", "1'2345", "\u0661\u0662\u0663\u0664\u0665", "12,345", "a12345",
        "<b>", "</b>", "<br />", "<", ">", "<1", "< b>", "<!-- x -->", "<!x>", "<?xml?>", "<a <b>", "<a\n>", "<>", "<-", "<!-", "</",
        "&amp;", "&lt;", "&gt;", "&quot;", "&eacute;", "&Eacute;", "&apos;", "&unknown;", "&amp", "&;", "&#39;", "&#x27;", "&#X2019;", "&#128512;", "&#0;", "&#150;", "&#xD800;",
        "&#1114112;", "&#123456789;", "&#12345678;", "&#;", "&#x;", "&thetasym;", "&thetasymx;", "&lt;b&gt;", "&#65", "&nbsp;", "&shy;", "&#x200D;", "&<b>amp;",
        "caf\u00E9", "cafe\u0301", "\u0301", "\u0301a", "\u597D\u770B", "\u597D\u0301", "\u3053\u3093", "\u0E01\u0E34\u0E19", "\uD55C\uAD6D\uC5B4", "\u0645\u0631\u062D\u0628\u0627",
        "\u0130", "\u0131", "\u1E9E", "\u03A3\u03C2", "\u2126", "\u01C5", "\u00AD", "\u200B", "\u200D", "\uFE0F", "\U0001F468\u200D\U0001F469", "\U0001F44D\U0001F3FD", "\U0001D400", "\U00020000",
        "\uE000", "\u2028", "\u00A0", "\u3000", "\t", "\n", "\r\n", "\0", "\u0007", " ", "  ", "-", "_", "__", "a_b", "...", "$", "#tag", "\u20AC", "\u2026", "\u00BD", "\u2167",
        "walking", "kindness", "furchtbar", "unerh\u00F6rt", "xyz9", "ab", "abcdefghijklm",
    ];

    readonly TempDirectory _directory = new();

    /// <summary>All steps, all but one, and only those that every configuration needs, with every truncation.</summary>
    public static TheoryData<string, Truncation, bool> Configurations
    {
        get
        {
            PreprocessStep[] optional =
            [
                PreprocessStep.ReplaceHtmlTags, PreprocessStep.DecodeHtmlEntities, PreprocessStep.LowercaseUnicode, PreprocessStep.ReplaceUrls,
                PreprocessStep.ReplaceMentions, PreprocessStep.ReplaceLongNumbers, PreprocessStep.SplitNegations,
            ];
            var data = new TheoryData<string, Truncation, bool>();
            data.Add(Text(PreprocessConfig.General.Steps), Truncation.HeadTail, true);
            data.Add(Text(PreprocessConfig.General.Steps.Except(optional)), Truncation.First, true);
            foreach (var (index, left) in optional.Index())
            {
                data.Add(Text(PreprocessConfig.General.Steps.Where(step => step != left)), (Truncation)(index % 3), index % 2 == 0);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Ids_RandomTexts_AreTheEncoders(string steps, Truncation truncation, bool hasNGrams)
    {
        var config = PreprocessConfig.General with
        {
            Steps = [.. steps.Split(' ').Select(Enum.Parse<PreprocessStep>)],
            SequenceLength = 9,
            Truncation = truncation,
            NGrams = hasNGrams ? new NGramConfig() : null,
        };
        using var graph = Graph(config);
        var random = new Random(steps.Length);
        for (var batch = 0; batch < Batches; batch++)
        {
            graph.Score([.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => RandomText(random))]);
        }
    }

    [Theory]
    [InlineData(3, 2, 5, 10_000)]
    [InlineData(0, 2, 5, 10_000)]
    [InlineData(2, 2, 0, 10_000)]
    [InlineData(5, 1, 8, 4)]
    [InlineData(1, 3, 3, 1)]
    public void NGrams_AnySizes_AreTheEncoders(int wordMax, int charMin, int charMax, int maxTokens)
    {
        using var graph = Graph(PreprocessConfig.General with { SequenceLength = 5, NGrams = new NGramConfig(wordMax, charMin, charMax, maxTokens) });
        var random = new Random(wordMax);
        for (var batch = 0; batch < Batches; batch++)
        {
            graph.Score([.. Enumerable.Range(0, 5).Select(_ => RandomText(random))]);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(18)]
    [InlineData(21)]
    public void Ids_Opset_AreTheEncoders(int opset)
    {
        using var graph = Graph(PreprocessConfig.General with { SequenceLength = 12 }, GraphFormat.Default with { Opset = OpsetInfo.Find(opset)! });

        graph.Score(s_pieces);
        Assert.All(s_pieces, piece => graph.Score([piece]));
    }

    [Fact]
    public void Ids_EdgesOfRows_AreTheEncoders()
    {
        using var graph = Graph(PreprocessConfig.General with { SequenceLength = 4 });

        graph.Score([""]);
        graph.Score(["", " ", "\n"]);
        graph.Score([new string('a', 101), new string('a', 99), new string('b', 5000), string.Concat(Enumerable.Repeat("good n't ", 2000)), "good"]);
        Assert.All(s_pieces, first => graph.Score([.. s_pieces.Select(second => first + second)]));
    }

    [Fact]
    public void Ids_EveryCharacter_AreTheEncoders()
    {
        // One of 60 characters each, so that classes, lower case and rows of unknown words of all of them are compared.
        using var graph = Graph(PreprocessConfig.General with { SequenceLength = 200 });
        var characters = Enumerable.Range(1, 0x323AF).Where(code => code is < 0xD800 or > 0xDFFF && IsAssigned(code)).Select(char.ConvertFromUtf32);
        foreach (var texts in characters.Chunk(60).Select(part => string.Join(' ', part)).Chunk(200))
        {
            graph.Score(texts);
        }

        static bool IsAssigned(int code) =>
            System.Globalization.CharUnicodeInfo.GetUnicodeCategory(code) is not System.Globalization.UnicodeCategory.OtherNotAssigned;
    }

    public void Dispose() => _directory.Dispose();

    static string Text(IEnumerable<PreprocessStep> steps) => string.Join(' ', steps);

    static string RandomText(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => s_pieces[random.Next(s_pieces.Length)] + (random.Next(3) == 0 ? " " : "")));

    TextGraph Graph(PreprocessConfig config, GraphFormat? format = null)
    {
        var nGrams = config.NGrams is { } nGramConfig ? Table(new NGramExtractor(new Tokenizer(config), nGramConfig)) : null;
        var encoder = new TextEncoder(config, new Vocabulary(s_tokens), nGrams);
        var model = TestModels.Config(RecurrentCell.Gru) with { VocabularySize = encoder.TableSize, MaskPadding = true, WideSize = nGrams?.Count ?? 0 };
        var checkpoint = new CheckpointConfig { Name = "gru1", Model = model, Preprocessing = config };
        var path = _directory["text.onnx"];
        var graph = ClassifierGraph.BuildFromText(checkpoint, TestModels.Weights(model, seed: 1), encoder, format ?? GraphFormat.Default);
        File.WriteAllBytes(path, graph.ToByteArray());
        return new TextGraph(path, encoder);
    }

    /// <summary>The n-grams of some random texts, so that others have known and unknown ones.</summary>
    static NGramTable Table(NGramExtractor extractor)
    {
        var random = new Random(99);
        return new NGramTable([.. Enumerable.Range(0, 300).SelectMany(_ => extractor.Extract(RandomText(random)).ToArray()).Distinct().Order()]);
    }
}
