using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RnnToolkit.DataCheck;

/// <summary>Reads the characters of raw texts once, and tallies what it sees.</summary>
sealed partial class RawTextScanner
{
    static readonly SearchValues<char> s_emoticonStarts = SearchValues.Create(":;=");

    readonly TraitTally[] _tallies = [.. Enum.GetValues<CharacterTrait>().Select(_ => new TraitTally())];
    readonly int[] _letters = new int[Scripts.Count];
    readonly int[] _counts;
    readonly int[] _places;
    readonly int _mostExamples;
    string? _repaired;

    public RawTextScanner(int mostExamples)
    {
        _mostExamples = mostExamples;
        (_counts, _places) = (new int[_tallies.Length], new int[_tallies.Length]);
    }

    public TraitTally this[CharacterTrait trait] => _tallies[(int)trait];

    /// <summary>Ratings by the label of their texts: how many, and the sum of their shares of the best rating.</summary>
    public Dictionary<string, (long Texts, double Sum)> Ratings { get; } = new(StringComparer.Ordinal);

    /// <summary>Scans a text, and notes the script of its letters in it.</summary>
    public void Scan(AnalyzedText text)
    {
        Array.Clear(_letters);
        Array.Clear(_counts);
        _repaired = null;
        ScanCharacters(text.Raw);
        ScanPatterns(text);
        var script = Scripts.Unknown;
        for (var i = 0; i < _letters.Length; i++)
        {
            script = _letters[i] > _letters[script] ? i : script;
        }

        text.Script = script;
        for (var i = 0; i < _tallies.Length; i++)
        {
            _tallies[i].Add(text, _counts[i], _places[i], _mostExamples, i == (int)CharacterTrait.Mojibake && _repaired is { } repaired ? $"was {repaired}" : null);
        }
    }

    void Count(CharacterTrait trait, int place)
    {
        if (_counts[(int)trait]++ == 0)
        {
            _places[(int)trait] = place;
        }
    }

    void ScanCharacters(string text)
    {
        var (latin, wordScripts, wordStart, repairedTo) = (0, 0, 0, 0);
        var afterLatin = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < '\u0080')
            {
                if (char.IsAsciiLetter(c))
                {
                    latin++;
                    wordStart = wordScripts == 0 ? i : wordStart;
                    wordScripts |= 1;
                    afterLatin = true;
                    continue;
                }

                EndWord();
                if (c < ' ' ? c is not ('\n' or '\r' or '\t') : c == '\u007F')
                {
                    Count(CharacterTrait.Control, i);
                }

                continue;
            }

            if (i >= repairedTo && Mojibake.Length(text.AsSpan(i), out var repaired) is > 0 and var length)
            {
                _repaired ??= Excerpt.Name(repaired);
                repairedTo = i + length;
                Count(CharacterTrait.Mojibake, i);
            }

            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var units) != OperationStatus.Done)
            {
                Count(CharacterTrait.LoneSurrogate, i);
                EndWord();
                continue;
            }

            ScanOther(rune, i, i < repairedTo);
            i += units - 1;
        }

        EndWord();
        _letters[Scripts.Latin] += latin;

        void EndWord()
        {
            // Latin next to Cyrillic or Greek: letters that look alike.
            if (wordScripts is 3 or 5 or 7)
            {
                Count(CharacterTrait.MixedScripts, wordStart);
            }

            (wordScripts, afterLatin) = (0, false);
        }

        void ScanOther(Rune rune, int place, bool isMojibake)
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
                    var script = Scripts.Of(rune.Value);
                    _letters[script]++;
                    wordStart = wordScripts == 0 ? place : wordStart;
                    wordScripts |= script == Scripts.Latin ? 1 : script == Scripts.Cyrillic ? 2 : script == Scripts.Greek ? 4 : 0;
                    afterLatin = script == Scripts.Latin;
                    Count(CharacterTrait.NonAsciiLetter, place);
                    return;
                case UnicodeCategory.NonSpacingMark:
                    if (afterLatin && rune.Value is >= 0x0300 and <= 0x036F)
                    {
                        Count(CharacterTrait.Decomposed, place);
                    }

                    return; // within a word
                case UnicodeCategory.Control:
                    if (!isMojibake)
                    {
                        Count(CharacterTrait.Windows1252Control, place);
                    }

                    break;
                case UnicodeCategory.Format:
                    // A joiner between letters or emoji has its purpose.
                    if (rune.Value is not (0x200C or 0x200D))
                    {
                        Count(CharacterTrait.Invisible, place);
                    }

                    break;
                case UnicodeCategory.OtherSymbol when rune.Value == 0xFFFD:
                    Count(CharacterTrait.Replacement, place);
                    break;
                case UnicodeCategory.OtherSymbol when rune.Value is (>= 0x2600 and <= 0x27BF) or >= 0x1F000:
                    Count(CharacterTrait.Emoji, place);
                    break;
            }

            EndWord();
        }
    }

    void ScanPatterns(AnalyzedText text)
    {
        var raw = text.Raw;
        CountMatches(CharacterTrait.Tag, '<', Tag());
        CountMatches(CharacterTrait.Entity, '&', Entity());
        if (raw.AsSpan().ContainsAny(s_emoticonStarts))
        {
            foreach (var match in Emoticon().EnumerateMatches(raw))
            {
                Count(CharacterTrait.Emoticon, match.Index);
            }
        }

        foreach (var match in Url().EnumerateMatches(raw))
        {
            Count(CharacterTrait.Url, match.Index);
        }

        for (var match = Rating().Match(raw); match.Success; match = match.NextMatch())
        {
            var (value, best) = (Number(match.Groups["value"]), Number(match.Groups["best"]));
            if (value <= best)
            {
                if (_counts[(int)CharacterTrait.Rating] == 0)
                {
                    var (texts, sum) = Ratings.GetValueOrDefault(text.Label);
                    Ratings[text.Label] = (texts + 1, sum + (value / best));
                }

                Count(CharacterTrait.Rating, match.Index);
            }
        }

        if (StartsWithLabel(raw, text.Label))
        {
            Count(CharacterTrait.LabelPrefix, 0);
        }

        // Row numbers occur in texts by chance.
        if (text.Id.Length >= 5 && text.Id.Any(char.IsAsciiLetter) && raw.IndexOf(text.Id, StringComparison.Ordinal) is >= 0 and var place)
        {
            Count(CharacterTrait.OwnId, place);
        }

        void CountMatches(CharacterTrait trait, char start, Regex pattern)
        {
            if (!raw.Contains(start, StringComparison.Ordinal))
            {
                return;
            }

            foreach (var match in pattern.EnumerateMatches(raw))
            {
                Count(trait, match.Index);
            }
        }
    }

    /// <summary>Whether a text begins with its label: "spam: ...", "spam, ..." with a tab, or fastText's "__label__spam".</summary>
    static bool StartsWithLabel(string text, string label)
    {
        var rest = text.AsSpan().TrimStart();
        if (rest.StartsWith("__label__", StringComparison.Ordinal))
        {
            return true;
        }

        return label.Length > 0 && rest.StartsWith(label, StringComparison.OrdinalIgnoreCase) && rest.Length > label.Length && rest[label.Length] is ':' or '\t' or '|' or ';';
    }

    static double Number(Group group) => double.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex("</?[A-Za-z][^<>]{0,1000}>|<!--")]
    private static partial Regex Tag();

    [GeneratedRegex("&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});")]
    private static partial Regex Entity();

    [GeneratedRegex(@"(?<![A-Za-z0-9])[:;=]['o-]?[()DPp\]\[](?![A-Za-z0-9])")]
    private static partial Regex Emoticon();

    [GeneratedRegex(@"https?://|\bwww\.", RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"(?<![0-9./])(?<value>10|[0-9](?:\.[0-9])?)\s?(?:/|out of)\s?(?<best>10|5)(?![0-9/]|\.[0-9])")]
    private static partial Regex Rating();
}
