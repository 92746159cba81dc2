using System.Runtime.InteropServices;
using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck;

/// <summary>Tokenizes texts once: numbers the tokens, counts them, and tallies what the preprocessing removes or joins.</summary>
sealed class TokenScanner(CheckOptions options)
{
    const int ShortestHalf = 3;
    const string Breaks = ".,;:!?()[]{}\"/\\<>*_|\u2013\u2014\u2026\u201C\u201D";

    // What English text loses its meaning without. Stop word lists have some of them.
    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_negations =
        new HashSet<string>(["no", "nor", "not", "never", "none", "nothing", "neither", "nobody", "nowhere", "cannot", "without", "n't"], StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    readonly Tokenizer _tokenizer = new(options.Preprocessing);
    readonly bool _keepsOnlyAscii = options.Preprocessing.Steps.Contains(PreprocessStep.KeepAsciiAlphanumeric);
    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    readonly List<string> _tokens = [];
    readonly List<int> _trainCounts = [];
    readonly List<int> _buffer = [];
    readonly Dictionary<(string Left, string Right), int> _glued = [];
    readonly Dictionary<int, int> _negated = [];

    /// <summary>The tokens, by number, in the order of their first occurrence.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>How often each token occurs in the training texts.</summary>
    public IReadOnlyList<int> TrainCounts => _trainCounts;

    /// <summary>Texts that lose negations.</summary>
    public TraitTally Negations { get; } = new();

    /// <summary>The negations that are lost, and how often each.</summary>
    public Dictionary<string, long> LostNegations { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each token follows a negation that is lost.</summary>
    public IReadOnlyDictionary<int, int> Negated => _negated;

    /// <summary>Texts in which the preprocessing joins words that punctuation or a tag separates.</summary>
    public TraitTally Glued { get; } = new();

    /// <summary>What is joined, and how often.</summary>
    public IReadOnlyDictionary<(string Left, string Right), int> GluedPairs => _glued;

    /// <summary>Places with a capital inside a word, such as "movieThis", by the number of the token.</summary>
    public Dictionary<int, CapitalInside> CapitalsInside { get; } = [];

    /// <summary>Tokens before and after stop words are removed.</summary>
    public long AllTokens { get; private set; }

    /// <summary>Stop words.</summary>
    public long StopWords { get; private set; }

    /// <summary>The number of a token; -1 where no text has it.</summary>
    public int NumberOf(string token) => _numbers.GetValueOrDefault(token, -1);

    /// <summary>Tokenizes a text.</summary>
    public void Scan(AnalyzedText text)
    {
        var (negations, firstNegation, glued, firstGlued) = (0, 0, 0, 0);
        string? gluedDetail = null, negation = null;
        var afterNegation = false;
        var raw = text.Raw.AsSpan();
        var numbers = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _buffer.Clear();
        using var tokens = _tokenizer.EnumerateWithStopWords(raw);
        while (tokens.MoveNext())
        {
            AllTokens++;
            var token = tokens.Current;
            var (start, length) = tokens.CurrentRange.GetOffsetAndLength(raw.Length);
            if (tokens.IsStopWord)
            {
                StopWords++;
                if (s_negations.Contains(token))
                {
                    firstNegation = negations++ == 0 ? start : firstNegation;
                    negation ??= $"loses \"{token}\"";
                    afterNegation = true;
                    CollectionsMarshal.GetValueRefOrAddDefault(LostNegations.GetAlternateLookup<ReadOnlySpan<char>>(), token, out _)++;
                }

                continue;
            }

            if (!numbers.TryGetValue(token, out var number))
            {
                number = _tokens.Count;
                var name = token.ToString();
                _numbers.Add(name, number);
                _tokens.Add(name);
                _trainCounts.Add(0);
            }

            _buffer.Add(number);
            if (text.Part == PartKind.Train)
            {
                CollectionsMarshal.AsSpan(_trainCounts)[number]++;
            }

            if (afterNegation)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_negated, number, out _)++;
                afterNegation = false;
            }

            var source = raw.Slice(start, length);
            if (_keepsOnlyAscii && length > token.Length && JoinedWords(source) is var (left, right))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_glued, (left, right), out _)++;
                firstGlued = glued++ == 0 ? start : firstGlued;
                gluedDetail ??= $"read as {Excerpt.Name(token.ToString())}";
            }
            else if (length >= 2 * ShortestHalf && CapitalIn(source) is > 0 and var at)
            {
                var seen = CapitalsInside.GetValueOrDefault(number) ?? new CapitalInside(
                    source[..at].ToString().ToLowerInvariant(), source[at..].ToString().ToLowerInvariant(), text, start, 0);
                CapitalsInside[number] = seen with { Count = seen.Count + 1 };
            }
        }

        text.Tokens = [.. _buffer];
        Negations.Add(text, negations, firstNegation, options.MaxExamples, negation);
        Glued.Add(text, glued, firstGlued, options.MaxExamples, gluedDetail);
    }

    /// <summary>The two words around the first break in the source of a token, such as "great.The"; null when there is none, as in "well-made" or "3.5".</summary>
    static (string Left, string Right)? JoinedWords(ReadOnlySpan<char> source)
    {
        var leftStart = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (char.IsAsciiLetter(source[i]))
            {
                continue;
            }

            // What stands between the words: tags whole, since their names are letters.
            var (gap, isBreak) = (i, false);
            while (gap < source.Length && !char.IsAsciiLetterOrDigit(source[gap]))
            {
                isBreak |= Breaks.Contains(source[gap], StringComparison.Ordinal) || (source[gap] == '-' && gap + 1 < source.Length && source[gap + 1] == '-');
                gap = source[gap] == '<' && source[gap..].IndexOf('>') is > 0 and var end ? gap + end + 1 : gap + 1;
            }

            var right = gap;
            while (right < source.Length && char.IsAsciiLetter(source[right]))
            {
                right++;
            }

            // Two letters or more on each side: "U.S." is no break.
            if (isBreak && i - leftStart >= 2 && right - gap >= 2)
            {
                return (source[leftStart..i].ToString().ToLowerInvariant(), source[gap..right].ToString().ToLowerInvariant());
            }

            leftStart = Math.Max(gap, i + 1);
            i = leftStart - 1;
        }

        return null;
    }

    /// <summary>Where in a word a capital follows a small letter, with letters enough on both sides; 0 for no such place.</summary>
    static int CapitalIn(ReadOnlySpan<char> word)
    {
        for (var i = ShortestHalf; i <= word.Length - ShortestHalf; i++)
        {
            if (char.IsAsciiLetterUpper(word[i]) && char.IsAsciiLetterLower(word[i - 1]) && !word[..i].ContainsAnyExceptInRange('A', 'z') && !word[i..].ContainsAnyExceptInRange('A', 'z'))
            {
                return i;
            }
        }

        return 0;
    }
}

/// <summary>A capital inside a word.</summary>
/// <param name="Left">The word before it, in lower case.</param>
/// <param name="Right">The word from it on.</param>
/// <param name="Text">The first text.</param>
/// <param name="Place">Where in it.</param>
/// <param name="Count">How often the token is written so.</param>
sealed record CapitalInside(string Left, string Right, AnalyzedText Text, int Place, int Count);
