using System.Globalization;
using System.Text;
using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>What the graph knows of characters: their code points, and class and lower case of each code point, as the preprocessing has them.</summary>
static class CodePoints
{
    /// <summary>What a character counts as that the graph does not know: one that Unicode does not assign, or of the last two planes for private use.</summary>
    public const long Unknown = 0x10FFFF;

    const int PageBits = 8;
    const int Count = 0x110000;

    /// <summary>The code point of each character that the graph knows, and of the end of a text, which counts as a space.</summary>
    public static IEnumerable<KeyValuePair<string, long>> Known =>
        Enumerable.Range(0, Count)
            .Where(code => Rune.IsValid(code) && IsKnown(code))
            .Select(code => KeyValuePair.Create(char.ConvertFromUtf32(code), (long)code))
            .Prepend(KeyValuePair.Create(CharacterClasses.Padding, (long)' '));

    /// <summary>Class and lower case of code points: the lower case times <see cref="GeneralClass.Count"/> plus the class.</summary>
    /// <param name="lowercase">Whether there is a lower case; otherwise each code point is its own.</param>
    public static Term Classify(Term codes, bool lowercase)
    {
        var (pages, content, known) = (new List<long>(), new List<long>(), new Dictionary<string, long>(StringComparer.Ordinal));
        for (var first = 0; first < Count; first += 1 << PageBits)
        {
            // Relative to the code point, so that pages of like characters are equal.
            long[] page = [.. Enumerable.Range(first, 1 << PageBits).Select(code => Kind(code, lowercase))];
            var key = string.Join(' ', page);
            if (!known.TryGetValue(key, out var number))
            {
                known.Add(key, number = known.Count);
                content.AddRange(page);
            }

            pages.Add(number);
        }

        var kind = ((codes / (1 << PageBits)).In(pages) * (1 << PageBits) + (codes % (1 << PageBits))).In(content);
        return (codes * GeneralClass.Count) + kind;
    }

    static long Kind(int code, bool lowercase)
    {
        var table = CharacterTable.Instance;
        var difference = lowercase ? table.LowerOf(code) - code : 0;
        return (difference * GeneralClass.Count) + GeneralClass.Of(table.ClassOf(code));
    }

    static bool IsKnown(int code) => CharUnicodeInfo.GetUnicodeCategory(code) switch
    {
        UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.PrivateUse => code <= char.MaxValue,
        _ => true,
    };
}
