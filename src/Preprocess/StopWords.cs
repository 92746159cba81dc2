namespace RnnToolkit.Preprocess;

/// <summary>Words that the preprocessing drops.</summary>
public sealed class StopWords
{
    StopWords(IReadOnlyList<string> words)
    {
        Words = words;
        Table = new TokenTable(words.Count);
        foreach (var word in words)
        {
            Table.TryAdd(word, 1);
        }
    }

    /// <summary>The English stop words of NLTK, the list of the paper preset.</summary>
    public static StopWords English { get; } = new([.. WordList.Lines("stop-words-english.txt")]);

    /// <summary>The words, in the order of the list.</summary>
    public IReadOnlyList<string> Words { get; }

    internal TokenTable Table { get; }

    /// <summary>Whether <paramref name="word"/> is one of them, to the letter.</summary>
    public bool Contains(ReadOnlySpan<char> word) => Table[word] != 0;
}
