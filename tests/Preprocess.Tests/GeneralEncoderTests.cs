namespace RnnToolkit.Preprocess.Tests;

public class GeneralEncoderTests
{
    static readonly Vocabulary s_vocabulary = new(["good", "film", "!"]);

    static TextEncoder Encoder(int sequenceLength, Truncation truncation = Truncation.First, int unknownRows = 10) => new(
        PreprocessConfig.General with { SequenceLength = sequenceLength, Truncation = truncation, UnknownRows = unknownRows, NGrams = null }, s_vocabulary);

    [Fact]
    public void Encode_UnknownWords_GetRowsBehindTheVocabulary()
    {
        var (encoder, ids) = (Encoder(6), new long[6]);

        var encoded = encoder.Encode("good flibbering film grombles!", ids);

        Assert.Equal(14, encoder.TableSize);
        Assert.Equal((1, 2, 3, 0), (ids[0], ids[2], ids[4], ids[5]));
        Assert.InRange(ids[1], 4, 13);
        Assert.InRange(ids[3], 4, 13);
        Assert.Equal(new EncodedText(5, 2, Truncated: false), encoded);
        Assert.Equal(ids[..5], encoder.Tokens("good flibbering film grombles!").Select(token => token.Id));
    }

    [Theory]
    [InlineData(Truncation.First, 4, "abcd")]
    [InlineData(Truncation.Last, 4, "fghi")]
    [InlineData(Truncation.HeadTail, 4, "aghi")]
    [InlineData(Truncation.HeadTail, 3, "ahi")]
    [InlineData(Truncation.HeadTail, 8, "abdefghi")]
    [InlineData(Truncation.Last, 1, "i")]
    [InlineData(Truncation.HeadTail, 9, "abcdefghi")]
    [InlineData(Truncation.Last, 12, "abcdefghi")]
    public void Encode_LongText_KeepsTheTokensOfItsTruncation(Truncation truncation, int length, string kept)
    {
        const string text = "a b c d e f g h i";
        var vocabulary = new Vocabulary(text.Split(' '));
        foreach (var padding in Enum.GetValues<PaddingSide>())
        {
            var encoder = new TextEncoder(PreprocessConfig.General with { SequenceLength = length, Truncation = truncation, Padding = padding, NGrams = null }, vocabulary);
            var ids = new long[length];

            var encoded = encoder.Encode(text, ids);

            var tokens = encoder.Tokens(text);
            Assert.Equal(kept.Select(c => (long)(c - 'a' + 1)), ids.Where(id => id != 0));
            Assert.Equal(kept, string.Concat(tokens.Where(token => token.Status == TokenStatus.Known).Select(token => token.Text)));
            Assert.Equal(9 - kept.Length, tokens.Count(token => token is { Status: TokenStatus.BeyondLimit, Id: 0 }));
            Assert.Equal(new EncodedText(kept.Length, 0, Truncated: kept.Length < 9), encoded);
        }
    }

    [Theory]
    [InlineData("flibbering", "grombleing", true)] // the same ending, as long
    [InlineData("flibbering", "grombled", false)]
    [InlineData("flibbering", "aing", false)]
    [InlineData("12", "77", true)]
    [InlineData("1999", "\u0662\u0660\u0661\u0669", true)]
    [InlineData("1999", "199", false)]
    [InlineData("\u623F", "\u95F4", false)]
    [InlineData("\U0001F600", "\U0001F601", false)]
    [InlineData("abcdefghijklmnopqrstu", "zzzzzzzzzzzzzstu", true)]
    public void Encode_UnknownWords_ShareARowWhenTheyEndAlike(string first, string second, bool same)
    {
        var (encoder, ids) = (Encoder(2, unknownRows: 1_000_000), new long[2]);

        encoder.Encode($"{first} {second}", ids);

        Assert.Equal(same, ids[0] == ids[1]);
        Assert.All(ids, id => Assert.InRange(id, 4, encoder.TableSize - 1));
    }

    [Fact]
    public void Encode_ManyUnknownWords_UseTheRowsEvenly()
    {
        var (encoder, ids) = (Encoder(1, unknownRows: 100), new long[1]);
        var counts = new int[encoder.TableSize];
        var endings = from a in Enumerable.Range('a', 26) from b in Enumerable.Range('a', 26) from c in Enumerable.Range('a', 26) select $"word{(char)a}{(char)b}{(char)c}";
        foreach (var word in endings)
        {
            encoder.Encode(word, ids);
            counts[ids[0]]++;
        }

        Assert.All(counts[4..], count => Assert.InRange(count, 100, 260)); // 17,576 words over 100 rows
    }

    [Fact]
    public void Encode_AfterTheFirstText_AllocatesNothing()
    {
        var table = new NGramTable(new NGramExtractor(new Tokenizer(PreprocessConfig.General), new NGramConfig()).Extract("a good film, isn't it? I like \u4E2D\u6587"));
        var encoder = new TextEncoder(PreprocessConfig.General with { SequenceLength = 20 }, s_vocabulary, table);
        var (ids, nGrams) = (new long[20], new NGramIds());
        var text = string.Join(' ', Enumerable.Repeat("A <b>good</b> film, isn&#39;t it? \u4E2D\u6587 caf\u00E9 \U0001F600 @me http://a.example/ 1234567", 50));
        encoder.Encode(text, ids, nGrams);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            encoder.Encode(text, ids, nGrams);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Fingerprint_AnyChangeOfTheGeneralOnes_GivesAnother()
    {
        var config = PreprocessConfig.General;
        string[] fingerprints =
        [
            new PreprocessConfig().Fingerprint(),
            config.Fingerprint(),
            (config with { UnknownRows = 0 }).Fingerprint(),
            (config with { UnknownRows = 1 }).Fingerprint(),
            .. Enum.GetValues<Truncation>().Where(truncation => truncation != config.Truncation).Select(truncation => (config with { Truncation = truncation }).Fingerprint()),
            (config with { NGrams = null }).Fingerprint(),
            (config with { NGrams = new NGramConfig(WordMax: 2) }).Fingerprint(),
            (config with { NGrams = new NGramConfig(CharMin: 3) }).Fingerprint(),
            (config with { NGrams = new NGramConfig(CharMax: 4) }).Fingerprint(),
            (config with { NGrams = new NGramConfig(MaxTokens: 9) }).Fingerprint(),
            .. config.Steps.Select(step => (config with { Steps = [.. config.Steps.Where(other => other != step)] }).Fingerprint()),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.Equal(config, config with { Steps = [.. config.Steps], NGrams = new NGramConfig() });
        Assert.NotEqual(config, config with { NGrams = null });
    }

    // As they were before there were other steps: bundles in the world carry them.
    [Theory]
    [InlineData(100, PaddingSide.Left, "15d7aa5f06e8c585d795bbf1bf87a3ed57dacb66a3d385f4009d1623c153bd14")]
    [InlineData(40, PaddingSide.Right, "58f41b5a5ecb3ac5a262162a2e0bb8618de7c6e27a95cd597de15a81d54aa366")]
    public void Fingerprint_PaperSteps_IsWhatItWas(int length, PaddingSide padding, string fingerprint) =>
        Assert.Equal(fingerprint, new PreprocessConfig { SequenceLength = length, Padding = padding }.Fingerprint());

    [Fact]
    public void Validate_StepsThatDoNotFit_SaysWhy()
    {
        PreprocessStep[] both = [PreprocessStep.Lowercase, PreprocessStep.KeepAsciiAlphanumeric, PreprocessStep.SplitOnWhiteSpace, .. PreprocessConfig.General.Steps];

        Assert.Equal(
            ["preprocessing.steps has Lowercase and ReplaceHtmlTags; the paper's steps cannot be combined with the general steps"],
            (PreprocessConfig.General with { Steps = both }).Validate());
        Assert.Equal(
            [
                "preprocessing.steps lacks RemoveFormatCharacters, which every configuration needs",
                "preprocessing.steps lacks SplitUnicodeWords, which every configuration needs",
            ],
            (PreprocessConfig.General with { Steps = [PreprocessStep.LowercaseUnicode] }).Validate());
        Assert.Equal(
            ["preprocessing.unknownRows is -1, expected 0 to 1000000", "preprocessing.truncation is 7, expected first, last or headTail"],
            (PreprocessConfig.General with { UnknownRows = -1, Truncation = (Truncation)7 }).Validate());
        Assert.Empty(PreprocessConfig.General.Validate());
    }
}
