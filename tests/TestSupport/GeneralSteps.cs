using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using RnnToolkit.Preprocess;

namespace RnnToolkit.TestSupport;

/// <summary>
/// The general steps one after the other, with the Unicode data and the regular expressions of .NET. Slow, but easy to check by reading.
/// </summary>
public static partial class GeneralSteps
{
    // The regular expressions see one character for each code point: ASCII characters are themselves, others are replaced by one of their class.
    const char Letter = '\u03BB';
    const char Digit = '\u0660';
    const char Mark = '\u0301';
    const char Single = '\u5B57';
    const char Symbol = '\u2606';

    static readonly ConcurrentDictionary<(bool Urls, bool Mentions), Regex> s_tokens = new();

    static readonly Encoding s_windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The tokens of a text.</summary>
    public static IEnumerable<string> Tokens(string text, IReadOnlyCollection<PreprocessStep> steps)
    {
        if (steps.Contains(PreprocessStep.ReplaceHtmlTags))
        {
            text = Tag().Replace(text, " ");
        }

        if (steps.Contains(PreprocessStep.DecodeHtmlEntities))
        {
            text = Entity().Replace(text, match => Decode(match.Value));
        }

        var characters = Characters(text).Where(c => !IsFormat(c)).ToList();
        if (steps.Contains(PreprocessStep.LowercaseUnicode))
        {
            characters = [.. characters.Select(Lower)];
        }

        var shapes = string.Concat(characters.Select(Shape));
        foreach (Match match in Token(steps).Matches(shapes))
        {
            var word = string.Concat(characters.GetRange(match.Index, match.Length).Select(c => c.ToString())).Replace('\u2019', '\'');
            string[] tokens = match.Groups["url"].Success ? [Placeholders.Url]
                : match.Groups["mention"].Success ? [Placeholders.Mention]
                : [.. Split(word, match.Value, steps)];
            foreach (var token in tokens)
            {
                yield return token;
            }
        }
    }

    static Regex Token(IReadOnlyCollection<PreprocessStep> steps) => s_tokens.GetOrAdd(
        (steps.Contains(PreprocessStep.ReplaceUrls), steps.Contains(PreprocessStep.ReplaceMentions)),
        key => new Regex(string.Join('|', [.. key.Urls ? [Url] : Array.Empty<string>(), .. key.Mentions ? [Mention] : Array.Empty<string>(), Word, Other]), RegexOptions.Compiled));

    static IEnumerable<string> Split(string word, string shape, IReadOnlyCollection<PreprocessStep> steps)
    {
        if (steps.Contains(PreprocessStep.ReplaceLongNumbers) && LongNumber().IsMatch(shape))
        {
            return [Placeholders.Number];
        }

        return steps.Contains(PreprocessStep.SplitNegations) && Negation().IsMatch(word) ? [word[..^3], word[^3..]] : [word];
    }

    /// <summary>The code points; an unpaired surrogate is a space.</summary>
    static IEnumerable<Rune> Characters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, Math.Min(i, Math.Max(0, text.Length - 2))) && i + 1 < text.Length)
            {
                yield return new Rune(text[i], text[++i]);
            }
            else
            {
                yield return char.IsSurrogate(text[i]) ? new Rune(' ') : new Rune(text[i]);
            }
        }
    }

    static string Decode(string entity)
    {
        if (entity[1] != '#')
        {
            return WebUtility.HtmlDecode(entity);
        }

        var isHex = entity[2] is 'x' or 'X';
        var digits = entity[(isHex ? 3 : 2)..^1];
        var number = long.Parse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture);
        return number is >= 0x80 and <= 0x9F ? s_windows1252.GetString([(byte)number])
            : number != 0 && number <= 0x10FFFF && Rune.IsValid((int)number) ? new Rune((int)number).ToString()
            : entity;
    }

    static bool IsFormat(Rune c) => c.Value switch
    {
        0x200B => false,
        0x034F or (>= 0x180B and <= 0x180D) or 0x180F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x1F3FB and <= 0x1F3FF) => true,
        _ => Rune.GetUnicodeCategory(c) == UnicodeCategory.Format,
    };

    static Rune Lower(Rune c) => c.Value switch
    {
        0x0130 => new Rune('i'),
        0x03C2 => new Rune(0x03C3),
        _ => Rune.ToLowerInvariant(c),
    };

    static char Shape(Rune c) => c.Value switch
    {
        0x200B => ' ',
        0x2019 => '\u2019',
        > ' ' and < 0x7F => (char)c.Value,
        _ => Rune.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ' ',
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Mark,
            UnicodeCategory.DecimalDigitNumber => Digit,
            _ when !Rune.IsLetter(c) && !Rune.IsNumber(c) => Symbol,
            _ => IsSingle(c.Value) ? Single : Letter,
        },
    };

    static bool IsSingle(int c) => c is
        (>= 0x0E00 and <= 0x0EFF) // Thai, Lao
        or (>= 0x1000 and <= 0x109F) or (>= 0xA9E0 and <= 0xA9FF) or (>= 0xAA60 and <= 0xAA7F) or (>= 0x116D0 and <= 0x116FF) // Myanmar
        or (>= 0x1780 and <= 0x17FF) // Khmer
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3031 and <= 0x3035) or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9F) or (>= 0x1AFF0 and <= 0x1B16F) // Kana
        or (>= 0x2E80 and <= 0x2FDF) or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and <= 0x3029) or (>= 0x3038 and <= 0x303C) // Han
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x16FE0 and <= 0x16FFF) or (>= 0x20000 and <= 0x3FFFF);

    [GeneratedRegex("<(?:[/!?]?[A-Za-z]|!-)[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z0-9]{1,8});")]
    private static partial Regex Entity();

    const string Word = "[A-Za-z0-9\u03BB\u0660\u0301]+(?:['\u2019][A-Za-z0-9\u03BB\u0660][A-Za-z0-9\u03BB\u0660\u0301]*)*";

    const string Other = "[^ \u0301]\u0301*"; // a character of a script without spaces between words, or a symbol

    const string UrlCharacter = "[-A-Za-z0-9_~/%#=&@+$*]";

    const string Url = $@"(?<url>(?:[hH][tT][tT][pP][sS]?://|[wW]{{3}}\.){UrlCharacter}(?:{UrlCharacter}|[.,;:!?()'\[\]|](?={UrlCharacter}))*)";

    const string Mention = "(?<mention>(?<![A-Za-z0-9_\u03BB\u0660\u0301])@[A-Za-z_\u03BB][A-Za-z0-9_\u03BB\u0660\u0301]*)";

    [GeneratedRegex("^[0-9\u0660]{5,}$")]
    private static partial Regex LongNumber();

    [GeneratedRegex(".[nN]'[tT]$", RegexOptions.Singleline)]
    private static partial Regex Negation();
}
