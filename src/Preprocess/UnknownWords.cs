using System.Text;

namespace RnnToolkit.Preprocess;

/// <summary>Which of the rows of unknown words a word gets.</summary>
/// <remarks>
/// Words that end alike and are about as long share a row: an ending says what kind of a word it is (walk<b>ing</b>, kind<b>ness</b>, furcht<b>bar</b>), and
/// words of the training texts that were too rare for the vocabulary have taught it to the row. A hash of the whole word would send a word that nobody
/// has seen to a row that learned from unrelated words.
/// </remarks>
static class UnknownWords
{
    /// <summary>Names the rule in the fingerprint of a configuration.</summary>
    public const string Version = "ending-1";

    const int EndingLength = 3;
    const uint Factor = 1_298_777_191;

    /// <summary>The row of a word, 0 to <paramref name="rows"/> - 1.</summary>
    /// <param name="token">A token that is not in the vocabulary.</param>
    /// <param name="rows">The rows, at least 1.</param>
    public static int RowOf(ReadOnlySpan<char> token, int rows)
    {
        var (hash, length) = (0UL, 0);
        var rest = token;
        while (!rest.IsEmpty && length < EndingLength)
        {
            Rune.DecodeLastFromUtf16(rest, out var rune, out var units);
            rest = rest[..^units];
            length++;

            // Digits are alike: the last ones of a number say nothing.
            var c = CharacterTable.Instance.ClassOf(rune.Value) == CharacterClass.Digit ? '0' : rune.Value;
            hash = ((hash * Factor) + (uint)c) % NGramFingerprints.Largest;
        }

        while (!rest.IsEmpty && length <= LongLength)
        {
            Rune.DecodeLastFromUtf16(rest, out _, out var units);
            rest = rest[..^units];
            length++;
        }

        hash = ((hash * Factor) + (uint)LengthClass(length)) % NGramFingerprints.Largest;
        return (int)(hash * Factor % NGramFingerprints.Largest % (uint)rows);
    }

    const int LongLength = 10;

    /// <summary>1 to 3 characters, 4 to 6, 7 to 10, more.</summary>
    static int LengthClass(int length) => length switch
    {
        <= 3 => length,
        <= 6 => 4,
        <= LongLength => 5,
        _ => 6,
    };
}
