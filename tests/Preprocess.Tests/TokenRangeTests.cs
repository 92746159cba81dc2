namespace RnnToolkit.Preprocess.Tests;

public class TokenRangeTests
{
    static readonly Tokenizer s_paper = new(new PreprocessConfig());

    static readonly string[] s_words = ["Good", "fi-lm", "imho", "<br />", "lol", "1,000", "THE", "a<b>c", "\u212A9", "...", "gr8", "don't"];

    [Theory]
    [InlineData("Good film!", "good:Good", "film:film")]
    [InlineData("  well-made\u00A0", "wellmade:well-made")]
    [InlineData("\"great\"<br/>cast", "greatcast:great\"<br/>cast")]
    [InlineData("a <b>gem</b> indeed", "gem:gem", "indeed:indeed")]
    [InlineData("LOL gr8 plot", "laughing:LOL", "loud:LOL", "great:gr8", "plot:plot")]
    [InlineData("film W/O plot", "film:film", "without:W/O", "plot:plot")]
    [InlineData("\u212Aing \u0130ce", "king:\u212Aing", "ice:\u0130ce")]
    public void CurrentRange_OfEachToken_IsWhereItStandsInTheText(string text, params string[] expected)
    {
        var found = Ranges(text).Select(token => $"{token.Token}:{text[token.Range]}");

        Assert.Equal(expected, found);
    }

    [Fact]
    public void CurrentRange_RandomText_GivesTheSameTokenOnItsOwn()
    {
        var random = new Random(21);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, 20).Select(_ => s_words[random.Next(s_words.Length)]));
            var end = 0;
            foreach (var (token, range) in Ranges(text))
            {
                Assert.Contains(token, s_paper.Tokenize(text[range]));
                Assert.InRange(range.End.Value, end, text.Length);
                end = range.End.Value;
            }
        }
    }

    static List<(string Token, Range Range)> Ranges(string text)
    {
        var ranges = new List<(string, Range)>();
        var tokens = s_paper.Enumerate(text);
        while (tokens.MoveNext())
        {
            ranges.Add((tokens.Current.ToString(), tokens.CurrentRange));
        }

        tokens.Dispose();
        return ranges;
    }
}
