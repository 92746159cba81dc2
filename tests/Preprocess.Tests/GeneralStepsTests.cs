using System.Globalization;
using System.Text;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Preprocess.Tests;

/// <summary>The single pass over the text gives what the steps give one after the other.</summary>
public class GeneralStepsTests
{
    static readonly PreprocessStep[] s_steps = [.. PreprocessConfig.General.Steps];

    static readonly Tokenizer s_general = new(PreprocessConfig.General);

    static readonly string[] s_pieces =
    [
        "good", "Bad", "NOT", "don't", "DON\u2019T", "n't", "'", "\u2019", "'n'", "h", "w", "12", "12345", "\u0661\u0662", "1,000.50", "x1",
        "http://", "HTTPS://", "www.", "a.example", "/p?q=1&amp;r", "@", "@bob", "@\u00FC", "_", ".", ",", "!", "?!", ")", "(", "#tag", "$", "-", "|", "[",
        "<", ">", "<br />", "</i>", "<a href=x>", "<a\n>", "<!-- ", "-->", "<!-", "<?p>", "</3", "<3", "</", "<!",
        "&", ";", "&amp;", "&AMP;", "&lt;", "&gt;", "&nbsp;", "&shy;", "&eacute;", "&thetasym;", "&#39;", "&#x2019;", "&#146;", "&#129;", "&#0;", "&#55357;", "&#x1F600;",
        "&#1114112;", "&#99999999;", "&#000000065;", "&#;", "&#x;", "&apos;", "&nosuch;", "&#x41", "&#65;",
        " ", "  ", "\n", "\t", "\0", "\u001C", "\u0085", "\u00A0", "\u2028", "\u3000", "\u200B", "\u200C", "\u200D", "\u00AD", "\uFEFF", "\uFE0F", "\u034F",
        "caf\u00E9", "e\u0301", "\u0301", "\u0130", "\u0131", "\u212A", "\u1E9E", "\u03A3\u03C2", "\u0939\u093F\u0928\u094D", "\u0645\u0639", "\uD55C\uAD6D",
        "\u4E2D\u6587", "\u30AB\u30FC", "\u3042\u3099", "\uFF76\uFF9E", "\u0E01\u0E33\u0E35", "\u0EA5", "\u1000\u102B", "\u1780\u17D2\u1780", "\u3007", "\u3001", "\u30FB",
        "\U0001F600", "\U0001F44D\U0001F3FD", "\U0001F468\u200D\U0001F469", "\u2764\uFE0F", "\U0001F1E9\U0001F1EA", "1\uFE0F\u20E3", "\U00020000", "\U0001D400", "\U00010400",
        "\uD800", "\uDC00", "\uE000", "\uFFFF", "\u0378", "\u00BD", "\u2160", "\u00B2",
    ];

    [Fact]
    public void Tokenize_EveryAssignedCodePoint_EqualsTheStepsOneAfterTheOther()
    {
        var text = new StringBuilder();
        var lines = new List<string>();
        foreach (var c in AssignedCodePoints())
        {
            // Alone, inside a word, twice, in a number, around apostrophes, in an address, in a mention, in a tag and in a reference; most letters (of
            // Han and Hangul, above all) in fewer places.
            lines.Add(Rune.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter ? $"{c}\u0301 a{c}'b {c}{c}" : string.Create(CultureInfo.InvariantCulture,
                $"{c} a{c}b {c}{c} 1{c}2 don{c}t n{c}'t a'{c} http://a{c}/ http:{c}/ @{c}a <{c}> <b{c}> &{c}; &am{c}p; (X{c}\u0301){c}@a"));
        }

        Assert.InRange(lines.Count, 150_000, 200_000);
        foreach (var chunk in lines.Chunk(200))
        {
            text.Clear().AppendJoin('\n', chunk);
            if (!GeneralSteps.Tokens(text.ToString(), s_steps).SequenceEqual(s_general.Tokenize(text.ToString())))
            {
                Assert.All(chunk, line => Assert.Equal(GeneralSteps.Tokens(line, s_steps), s_general.Tokenize(line)));
                Assert.Fail("The lines are equal one by one, but not together.");
            }
        }
    }

    [Fact]
    public void Tokenize_EveryUtf16CodeUnit_EqualsTheStepsOneAfterTheOther()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = $"a{(char)c}b {(char)c}";
            Assert.Equal(GeneralSteps.Tokens(text, s_steps), s_general.Tokenize(text));
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Tokenize_RandomText_EqualsTheStepsOneAfterTheOther(int seed)
    {
        var random = new Random(seed);
        PreprocessStep[] needed = [PreprocessStep.RemoveFormatCharacters, PreprocessStep.SplitUnicodeWords];
        for (var i = 0; i < 4000; i++)
        {
            // Half of the texts with all steps, the others with some of those that can be left out.
            PreprocessStep[] steps = i % 2 == 0 ? s_steps : [.. s_steps.Where(step => needed.Contains(step) || random.Next(2) == 0)];
            var tokenizer = i % 2 == 0 ? s_general : new Tokenizer(PreprocessConfig.General with { Steps = steps });
            var text = RandomPieces(random);
            Assert.True(
                GeneralSteps.Tokens(text, steps).SequenceEqual(tokenizer.Tokenize(text)),
                $"{string.Join(' ', steps)}\n{string.Concat(text.Select(c => c is > ' ' and < '\u007F' ? $"{c}" : $"\\u{(int)c:X4}"))}\n"
                + $"{string.Join(' ', GeneralSteps.Tokens(text, steps))}\n{string.Join(' ', tokenizer.Tokenize(text))}");
        }
    }

    [Fact]
    public void CurrentRange_RandomText_GivesTheSameTokenOnItsOwn()
    {
        var random = new Random(7);
        for (var i = 0; i < 4000; i++)
        {
            var text = RandomPieces(random);
            var end = 0;
            var tokens = s_general.Enumerate(text);
            while (tokens.MoveNext())
            {
                var (token, range) = (tokens.Current.ToString(), tokens.CurrentRange);
                Assert.InRange(range.Start.Value, end, text.Length);
                Assert.InRange(range.End.Value, range.Start.Value + 1, text.Length);
                Assert.Equal(token, OnItsOwn(text[range]));
                end = range.End.Value;
            }

            tokens.Dispose();
        }

        // The stem of a split word may end with an apostrophe or be a number, which are other tokens without what follows.
        static string OnItsOwn(string text) => string.Concat(s_withoutNumbers.Tokenize(text)) is { Length: >= 5 } found && found.All(char.IsDigit)
            ? string.Concat(s_general.Tokenize(text))
            : string.Concat(s_withoutNumbers.Tokenize(text));
    }

    static readonly Tokenizer s_withoutNumbers = new(PreprocessConfig.General with { Steps = [.. s_steps.Where(step => step != PreprocessStep.ReplaceLongNumbers)] });

    static IEnumerable<Rune> AssignedCodePoints() =>
        from c in Enumerable.Range(0, 0x110000)
        where Rune.IsValid(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
        select new Rune(c);

    static string RandomPieces(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => s_pieces[random.Next(s_pieces.Length)] + (random.Next(3) == 0 ? " " : "")));
}
