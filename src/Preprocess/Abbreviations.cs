using System.Diagnostics.CodeAnalysis;

namespace RnnToolkit.Preprocess;

/// <summary>Chat abbreviations and what they stand for.</summary>
public sealed class Abbreviations
{
    readonly TokenTable _table;
    readonly string _punctuation;

    Abbreviations(IReadOnlyList<KeyValuePair<string, string>> entries)
    {
        Entries = entries;
        _table = new TokenTable(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            _table.TryAdd(entries[i].Key, i + 1);
        }

        _punctuation = string.Concat(entries.SelectMany(entry => entry.Key).Where(c => !char.IsAsciiLetterOrDigit(c)).Distinct());
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

    /// <summary>Whether some abbreviation holds <paramref name="c"/>, which is not an ASCII letter or digit and may become one in lower case.</summary>
    internal bool MayHold(char c) => c == PythonText.KelvinSign || _punctuation.Contains(c, StringComparison.Ordinal);

    internal bool TryExpand(ReadOnlySpan<char> word, [NotNullWhen(true)] out string? expansion)
    {
        var number = word.Length <= LongestWord ? _table[word] : 0;
        expansion = number == 0 ? null : Entries[number - 1].Value;
        return expansion is not null;
    }
}
