namespace RnnToolkit.Preprocess.Tests;

public class TextEncoderTests
{
    static readonly Vocabulary s_vocabulary = new(["good", "film", "bad"]);

    static TextEncoder Encoder(int sequenceLength = 4, PaddingSide padding = PaddingSide.Left) =>
        new(new PreprocessConfig { SequenceLength = sequenceLength, Padding = padding }, s_vocabulary);

    [Theory]
    [InlineData("", new long[] { 0, 0, 0, 0 }, 0, 0, false)]
    [InlineData("Good film!", new long[] { 0, 0, 1, 2 }, 2, 0, false)]
    [InlineData("good strange film bad", new long[] { 1, 0, 2, 3 }, 4, 1, false)]
    [InlineData("good film bad good film", new long[] { 1, 2, 3, 1 }, 4, 0, true)]
    [InlineData("what strange", new long[] { 0, 0, 0, 0 }, 1, 1, false)]
    public void Encode_LeftPadding_KeepsFirstTokensAndFillsTheFront(string text, long[] ids, int tokens, int unknown, bool truncated)
    {
        var found = Enumerable.Repeat(-1L, 4).ToArray();

        var encoded = Encoder().Encode(text, found);

        Assert.Equal(ids, found);
        Assert.Equal(new EncodedText(tokens, unknown, truncated), encoded);
    }

    [Fact]
    public void Encode_RightPadding_FillsTheEnd()
    {
        var ids = new long[] { 9, 9, 9, 9 };

        Encoder(padding: PaddingSide.Right).Encode("good film", ids);

        Assert.Equal([1, 2, 0, 0], ids);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("good strange film bad", 4, 1)]
    [InlineData("The film: odd, a <i>GOOD</i> bad good and odd ends", 7, 3)] // also beyond the four that are kept
    [InlineData("odd odd odd odd odd good film bad good film", 10, 5)]
    public void Encode_ToTheEnd_CountsAllTokensWhateverIsKept(string text, int tokens, int unknown) =>
        Assert.All(Enum.GetValues<Truncation>(), truncation =>
        {
            var encoder = new TextEncoder(new PreprocessConfig { SequenceLength = 4, Truncation = truncation }, s_vocabulary);
            long[] expected = new long[4], ids = new long[4];

            var encoded = encoder.Encode(text, ids, out var all);

            Assert.Equal(encoder.Encode(text, expected), encoded);
            Assert.Equal(expected, ids);
            Assert.Equal((tokens, unknown), all);
        });

    [Fact]
    public void Tokens_EveryStatus_IsTold()
    {
        const string text = "The film: odd, a <i>GOOD</i> bad good";

        var tokens = Encoder().Tokens(text);

        Assert.Equal(
            [
                new("the", 0, 0, 3, TokenStatus.StopWord),
                new("film", 2, 4, 4, TokenStatus.Known),
                new("odd", 0, 10, 3, TokenStatus.Unknown),
                new("a", 0, 15, 1, TokenStatus.StopWord),
                new("good", 1, 20, 4, TokenStatus.Known),
                new("bad", 3, 29, 3, TokenStatus.Known),
                new TextToken("good", 0, 33, 4, TokenStatus.BeyondLimit),
            ],
            tokens);
    }

    [Fact]
    public void Tokens_StopWordsThatAreKept_AreRead()
    {
        var steps = new PreprocessConfig().Steps.Where(step => step is not PreprocessStep.RemoveStopWords).ToArray();
        var encoder = new TextEncoder(new PreprocessConfig { Steps = steps }, s_vocabulary);

        Assert.Equal([TokenStatus.Unknown, TokenStatus.Known], encoder.Tokens("the film").Select(token => token.Status));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Encode_WrongRoom_SaysHowMuchIsNeeded(int room)
    {
        var exception = Assert.Throws<ArgumentException>("ids", () => Encoder().Encode("good", new long[room]));

        Assert.StartsWith($"found room for {room} ids, expected 4", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NoVocabulary_NamesTheParameter() =>
        Assert.Throws<ArgumentNullException>("vocabulary", () => new TextEncoder(new PreprocessConfig(), null!));

    [Fact]
    public void EncodeBatch_SeveralTexts_GivesTheRowsOfEncode()
    {
        string[] texts = ["bad", "", "good film bad good bad"];

        var batch = Encoder().EncodeBatch(texts);

        var row = new long[4];
        Assert.All(texts.Index(), item =>
        {
            Encoder().Encode(item.Item, row);
            Assert.Equal(row, batch.Row(item.Index).ToArray());
        });
    }

    [Fact]
    public void Encode_AfterTheFirstText_AllocatesNothing()
    {
        var encoder = Encoder(sequenceLength: 100);
        var ids = new long[100];
        var text = string.Join(' ', Enumerable.Repeat("A <b>good</b> film imo, u r bad!", 50));
        encoder.Encode(text, ids);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            encoder.Encode(text, ids);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Fingerprint_AnyChange_GivesAnother()
    {
        var config = new PreprocessConfig();

        string[] fingerprints =
        [
            config.Fingerprint(),
            (config with { SequenceLength = 99 }).Fingerprint(),
            (config with { Padding = PaddingSide.Right }).Fingerprint(),
            (config with { Steps = [.. config.Steps.Skip(1)] }).Fingerprint(),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.Equal(config.Fingerprint(), (config with { }).Fingerprint());
    }
}
