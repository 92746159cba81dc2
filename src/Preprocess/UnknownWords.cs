using System.Text;

namespace RnnToolkit.Preprocess;

/// <summary>Assigns a row to each word that is not in the vocabulary.</summary>
/// <remarks>
/// Words with the same ending and a similar length share a row. The ending tells the kind of a word (walk<b>ing</b>, kind<b>ness</b>, furcht<b>bar</b>), and
/// the rare words of the training texts train the row. With a hash of the whole word, an unseen word would get a row that was trained by unrelated words.
/// </remarks>
static class UnknownWords
{
    /// <summary>Stands for the rule in the fingerprint of a configuration. Change it with the rule.</summary>
    public const string Version = "ending-1";

    public const int EndingLength = 3;
    public const uint Factor = 1_298_777_191;

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

            // All digits count as 0: the last digits of a number carry no meaning.
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

    public const int LongLength = 10;

    /// <summary>1 to 3 characters, 4 to 6, 7 to 10, more.</summary>
    public static int LengthClass(int length) => length switch
    {
        <= 3 => length,
        <= 6 => 4,
        <= LongLength => 5,
        _ => 6,
    };
}
