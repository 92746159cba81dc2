using System.Text.Json;

namespace RnnToolkit.Preprocess.Tests;

public class TokenizerTests
{
    static readonly Tokenizer s_paper = new(new PreprocessConfig());

    static readonly Tokenizer s_withoutExpansion = Without(PreprocessStep.ExpandAbbreviations);

    // The files hold what CPython 3.11 makes of the texts with the functions that PreprocessStep names.
    [Theory]
    [InlineData("paper-tokens.jsonl")]
    [InlineData("python-tokens.jsonl")]
    public void Tokenize_PaperSteps_GivesPythonsTokens(string file) => AssertGolden(s_paper, file);

    [Fact]
    public void Tokenize_WithoutExpansion_StopsTagsAtLineFeedsAsPythonDoes() =>
        AssertGolden(s_withoutExpansion, "python-tokens-without-expansion.jsonl");

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Tokenize_RandomText_EqualsTheStepsOneAfterTheOther(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var text = RandomReview(random);
            Assert.Equal(StepByStep.Tokens(text, expand: true), s_paper.Tokenize(text));
            Assert.Equal(StepByStep.Tokens(text, expand: false), s_withoutExpansion.Tokenize(text));
        }
    }

    [Fact]
    public async Task Tokenize_ManyUnclosedTags_TakesLinearTime()
    {
        // Milliseconds in linear time. A quadratic search for the missing '>' would need 10^12 steps, which no machine does in five minutes.
        var text = string.Concat(Enumerable.Repeat("<a ", 1_000_000));
        var tokens = await Task.Run(() => s_paper.Tokenize(text)).WaitAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(tokens); // "a" is a stop word
    }

    [Fact]
    public void Tokenize_TokenOfAMillionLetters_IsKeptWhole() =>
        Assert.Equal([new string('x', 1_000_000)], s_paper.Tokenize(new string('X', 1_000_000)));

    [Fact]
    public void Enumerate_TextThatChangesAheadOfTheTokens_GivesTheNewTokens()
    {
        var text = "good film great cast".ToCharArray();
        using var tokens = s_paper.Enumerate(text);
        Assert.True(tokens.MoveNext() && tokens.MoveNext());
        Assert.Equal("film", tokens.Current.ToString());

        "dull plots".CopyTo(text.AsSpan("good film ".Length)); // nothing of this was read ahead

        Assert.True(tokens.MoveNext());
        Assert.Equal("dull", tokens.Current.ToString());
        Assert.True(tokens.MoveNext());
        Assert.Equal("plots", tokens.Current.ToString());
    }

    // Capital letters are no part of an abbreviation or a stop word then, and KELVIN SIGN and the dotted capital I are removed.
    [Theory]
    [InlineData("Good THE LOL", "Good", "THE", "LOL")]
    [InlineData("lol plot", "laughing", "loud", "plot")]
    [InlineData("W/ w/ Cast", "W", "Cast")]
    [InlineData("\u212A9 \u0130ce o\u212A", "9", "ce")]
    public void Tokenize_WithoutLowercase_LeavesCapitalLettersAsTheyAre(string text, params string[] expected) =>
        Assert.Equal(expected, Without(PreprocessStep.Lowercase).Tokenize(text));

    [Fact]
    public void Tokenize_WithoutTagRemoval_KeepsTheLettersOfTags() =>
        Assert.Equal(["bgoodb", "film"], Without(PreprocessStep.RemoveHtmlTags).Tokenize("<b>good</b> film"));

    [Fact]
    public void Constructor_NoConfiguration_NamesTheParameter() =>
        Assert.Throws<ArgumentNullException>("config", () => new Tokenizer(null!));

    [Fact]
    public void Constructor_InvalidConfiguration_NamesEveryProblem()
    {
        var config = new PreprocessConfig { SequenceLength = 0, Steps = [PreprocessStep.SplitOnWhiteSpace, PreprocessStep.Lowercase] };

        var exception = Assert.Throws<ArgumentException>(() => new Tokenizer(config));

        Assert.Contains("sequenceLength is 0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Lowercase after SplitOnWhiteSpace", exception.Message, StringComparison.Ordinal);
        Assert.Contains("lacks KeepAsciiAlphanumeric", exception.Message, StringComparison.Ordinal);
    }

    static Tokenizer Without(PreprocessStep removed) =>
        new(new PreprocessConfig { Steps = [.. new PreprocessConfig().Steps.Where(step => step != removed)] });

    static void AssertGolden(Tokenizer tokenizer, string file)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", file));
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            using var json = JsonDocument.Parse(line);
            var expected = json.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetString());
            Assert.Equal(expected, tokenizer.Tokenize(json.RootElement.GetProperty("text").GetString()));
        });
    }

    static string RandomReview(Random random)
    {
        string[] pieces =
        [
            "good", "Bad", "the", "NOT", "u", "U", "b4", "w/", "w/o", "imo", "ok\u212A", "\u212A", "\u0130mo", "caf\u00E9", "<", ">", "<br />", "</i>", "<a href=x>",
            " ", "  ", "\n", "\r\n", "\t", "\u001C", "\u0085", "\u00A0", "\u2028", "\u3000", "\u200B", "!", "10/10", "-", "'", "don't", "\U0001F600", "\uD800",
        ];
        return string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)] + (random.Next(3) == 0 ? " " : "")));
    }
}
