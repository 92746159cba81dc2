namespace RnnToolkit.Preprocess.Tests;

public class VocabularyTests
{
    [Fact]
    public void Build_CountedTexts_OrdersByFrequencyThenCharacters()
    {
        var builder = new VocabularyBuilder(new Tokenizer(new PreprocessConfig()));
        builder.Add("zebra apple zebra");
        builder.Add("mango apple zebra Kiwi");

        Assert.Equal(["zebra", "apple", "kiwi", "mango"], builder.Build().Tokens);
        Assert.Equal(["zebra", "apple"], builder.Build(maxTokens: 2).Tokens);
        Assert.Equal(["zebra", "apple"], builder.Build(minCount: 2).Tokens);
    }

    [Fact]
    public void IdOf_KnownAndUnknownTokens_CountsFromOne()
    {
        var vocabulary = new Vocabulary(["film", "good"]);

        Assert.Equal(3, vocabulary.TableSize);
        Assert.Equal(1, vocabulary.IdOf("film"));
        Assert.Equal(2, vocabulary.IdOf("good"));
        Assert.Equal(Vocabulary.UnknownId, vocabulary.IdOf("bad"));
        Assert.Equal("good", vocabulary.TokenOf(2));
        Assert.Null(vocabulary.TokenOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.TokenOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.TokenOf(-1));
    }

    [Fact]
    public void Constructor_TooManyTokens_SaysHowManyAreAllowed() => Assert.Equal(
        "found 10000001 tokens, expected at most 10000000",
        Assert.Throws<FormatException>(() => new Vocabulary(Enumerable.Repeat("a", Vocabulary.MaxCount + 1))).Message);

    [Theory]
    [InlineData(new[] { "a", "" }, "line 2: found \"\", expected a token without white space")]
    [InlineData(new[] { "a b" }, "line 1: found \"a b\", expected a token without white space")]
    [InlineData(new[] { "a", "b", "a" }, "line 3: \"a\" is already on line 1, expected each token once")]
    public void Constructor_BadToken_NamesItsLine(string[] tokens, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => new Vocabulary(tokens)).Message);
}
