using System.Net;

namespace RnnToolkit.Preprocess.Tests;

public class GeneralTokenizerTests
{
    static readonly Tokenizer s_general = new(PreprocessConfig.General);

    [Theory]
    [InlineData("Good film!", "good", "film", "!")]
    [InlineData("I don\u2019t, CAN'T and won't", "i", "do", "n't", ",", "ca", "n't", "and", "wo", "n't")]
    [InlineData("rock'n'roll 'quoted' it's l\u2019\u00C9t\u00E9", "rock'n'roll", "'", "quoted", "'", "it's", "l'\u00E9t\u00E9")]
    [InlineData("n't n't've a'n't", "n't", "n't've", "a'", "n't")]
    [InlineData("GRO\u1E9EE \u0130stanbul \u039F\u0394\u039F\u03A3 \u03BF\u03B4\u03BF\u03C2", "gro\u00DFe", "istanbul", "\u03BF\u03B4\u03BF\u03C3", "\u03BF\u03B4\u03BF\u03C3")]
    [InlineData("e\u0301te\u0301 \u0939\u093F\u0928\u094D\u0926\u0940", "e\u0301te\u0301", "\u0939\u093F\u0928\u094D\u0926\u0940")]
    [InlineData("\u623F\u95F4ok\uFF0C\u30AB\u30BF \u0E01\u0E35\u0E48", "\u623F", "\u95F4", "ok", "\uFF0C", "\u30AB", "\u30BF", "\u0E01\u0E35\u0E48")]
    [InlineData("a<br />b <3 </3 x < y > z <a", "a", "b", "<", "3", "<", "/", "3", "x", "<", "y", ">", "z", "<", "a")]
    [InlineData("a <!-- b --> <?xml c?> <!DOCTYPE d> <b <i>e", "a", "<", "b", "e")]
    [InlineData("AT&amp;T &lt;b&gt; caf&eacute; &#39;&#x2019; x&nbsp;y &#146; &amp &nothing; &#0;", "at", "&", "t", "<", "b", ">", "caf\u00E9", "'", "'", "x", "y", "'", "&", "amp", "&", "nothing", ";", "&", "#", "0", ";")]
    [InlineData("see https://a.example/b?c=d, (www.Example.com). http:// www.", "see", "<url>", ",", "(", "<url>", ")", ".", "http", ":", "/", "/", "www", ".")]
    [InlineData("@bob: me@home.example @ 5pm @5 @\u00FCnal_7 RT@x", "<user>", ":", "me", "@", "home", ".", "example", "@", "5pm", "@", "5", "<user>", "rt", "@", "x")]
    [InlineData("1984 87121 3G 1,000 \u0661\u0662\u0663\u0664\u0665 123456x", "1984", "<number>", "3g", "1", ",", "000", "<number>", "123456x")]
    [InlineData("\U0001F44D\U0001F3FD \U0001F468\u200D\U0001F469 \u2764\uFE0F wow\U0001F600!!", "\U0001F44D", "\U0001F468", "\U0001F469", "\u2764", "wow", "\U0001F600", "!", "!")]
    [InlineData("so\u00ADft \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 a\u200Bb", "soft", "\u0645\u06CC\u062E\u0648\u0627\u0647\u0645", "a", "b")]
    [InlineData("<url> <user> <b>@</b>", "@")]
    [InlineData("snake_case _x_ #tag $5 50%", "snake", "_", "case", "_", "x", "_", "#", "tag", "$", "5", "50", "%")]
    public void Tokenize_GeneralSteps_GivesTheDocumentedTokens(string text, params string[] expected) => Assert.Equal(expected, s_general.Tokenize(text));

    // Attributes cannot hold them.
    [Fact]
    public void Tokenize_HalvesOfSurrogatePairs_SeparateTokens() => Assert.Equal(["x", "y", "z"], s_general.Tokenize("\uD83D x\uDE00y\uD83Dz\uD83D"));

    public static TheoryData<string> Repeated => [
        "<", "<a ", "<a", "</", "<!-", "&", "&#", "&#1", "&amp", "&lt;", "'", "a'", "'a", "\u2019a", "n't", "n't ", "@", "@a", "_", "www.", "www. ", "http://", "http:", "h", "1", "12345 ",
        "\u0301", "!\u0301", "\u4E2D", "\u0E01\u0E35", "\u00AD", "a\u00AD", "'\u00AD", "\U0001F44D\U0001F3FD\u200D", "\U0001F600", "\u00DF", "\0", " ",
    ];

    // Linear time takes a second or two on a busy machine. Quadratic time would need 10^11 steps or more, which no machine does in five minutes.
    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task Tokenize_MegabyteOfTheSame_TakesLinearTime(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        var (count, end) = await Task.Run(() => Read("a" + text + "n't <b>&amp;" + text + ">")).WaitAsync(TimeSpan.FromMinutes(5));

        Assert.InRange(count, 1, end);

        static (int Count, int End) Read(string text)
        {
            var (count, end) = (0, 0);
            using var tokens = s_general.Enumerate(text);
            while (tokens.MoveNext())
            {
                (count, end) = (count + 1, tokens.CurrentRange.End.Value);
            }

            return (count, end);
        }
    }

    [Fact]
    public void Tokenize_EveryNameOfAnEntity_IsWhatDotNetDecodes()
    {
        var names = typeof(Tokenizer).Assembly.GetManifestResourceStream("entities.tsv")!;
        using var reader = new StreamReader(names);
        var references = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"&{line.Split('\t')[0]};").ToList();

        Assert.Equal(253, references.Count);
        Assert.All(references, reference =>
        {
            Assert.NotEqual(reference, WebUtility.HtmlDecode(reference));
            Assert.Equal(s_general.Tokenize($"x {WebUtility.HtmlDecode(reference)}y"), s_general.Tokenize($"x {reference}y"));
        });
    }

    [Fact]
    public void Tokenize_Placeholders_AreNoTokensOfAnyText() =>
        Assert.DoesNotContain(s_general.Tokenize("<url> &lt;url&gt; <user>&#60;user&#62;<number> < number > &lt;number&gt;"), token => token.StartsWith('<') && token.Length > 1);

    [Fact]
    public void Tokenize_AnyText_GivesTokensForAVocabulary()
    {
        // White space, which the file of a vocabulary cannot hold, is in no token, whoever's definition it is.
        var text = string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(c => $"a{(char)c}b!{(char)c}"));

        Assert.DoesNotContain(s_general.Tokenize(text), token => token.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFEFF'));
    }
}
