using System.Collections.Frozen;

namespace RnnToolkit.Preprocess;

/// <summary>Words that the preprocessing drops.</summary>
public sealed class StopWords
{
    readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    StopWords(IReadOnlyList<string> words)
    {
        Words = words;
        _lookup = words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The English stop words of NLTK, the list of the paper preset.</summary>
    public static StopWords English { get; } = new([.. WordList.Lines("stop-words-english.txt")]);

    /// <summary>The words, in the order of the list.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether <paramref name="word"/> is one of them, to the letter.</summary>
    public bool Contains(ReadOnlySpan<char> word) => _lookup.Contains(word);
}
