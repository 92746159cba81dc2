using System.Collections.Frozen;

namespace RnnToolkit.Preprocess;

/// <summary>Chat abbreviations and what they stand for.</summary>
public sealed class Abbreviations
{
    readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    Abbreviations(IReadOnlyList<KeyValuePair<string, string>> entries)
    {
        Entries = entries;
        _lookup = entries.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        LongestWord = entries.Max(entry => entry.Key.Length);
    }

    /// <summary>The English list of the paper preset.</summary>
    public static Abbreviations English { get; } = new([
        .. WordList.Lines("abbreviations-english.tsv")
            .Select(line => line.Split('\t'))
            .Select(columns => KeyValuePair.Create(columns[0], columns[1])),
    ]);

    /// <summary>Word and expansion, in the order of the list. Words are lower case and ASCII; neither part holds an angle bracket.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Entries { get; }

    /// <summary>Characters of the longest abbreviation: a longer word needs no look-up.</summary>
    internal int LongestWord { get; }

    internal bool TryExpand(ReadOnlySpan<char> word, out string? expansion) => _lookup.TryGetValue(word, out expansion);
}
