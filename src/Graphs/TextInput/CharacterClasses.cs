using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>
/// The classes of characters that the preprocessing distinguishes, found by asking the preprocessing itself about every character:
/// the graph has no rules of its own. Class 0 holds every character that is dropped.
/// </summary>
/// <remarks>Each table has one value a class: a number for the character, or 1 for yes and 0 for no.</remarks>
sealed class CharacterClasses
{
    /// <summary>Stands for the end of a text that is shorter than others of its batch. No text holds it, and it counts as white space.</summary>
    public const string Padding = "";

    readonly Dictionary<string, long> _classes = new(StringComparer.Ordinal);
    readonly List<Character> _members = [];

    /// <summary>Makes the classes of a configuration.</summary>
    public CharacterClasses(PreprocessConfig config)
    {
        var lowercase = config.Steps.Contains(PreprocessStep.Lowercase);
        KeptAlphabet = new Alphabet(AllCharacters().Select(c => Kept(c, lowercase)));
        var words = config.Steps.Contains(PreprocessStep.ExpandAbbreviations) ? Abbreviations.English.Entries.Select(entry => entry.Key) : [];
        WordAlphabet = new Alphabet(words.SelectMany(word => word));
        _members.Add(default);
        foreach (var c in AllCharacters())
        {
            Add(c.ToString(), new Character(
                KeptAlphabet.CodeOf(Kept(c, lowercase)),
                WordAlphabet.CodeOf(PythonText.DictionaryChar(c, lowercase)),
                IsWhiteSpace: PythonText.IsWhiteSpace(c),
                IsLineFeed: c == '\n',
                IsTagStart: c == '<',
                IsTagEnd: c == '>'));
        }

        Add(Padding, new Character(0, 0, IsWhiteSpace: true, IsLineFeed: false, IsTagStart: false, IsTagEnd: false));
    }

    /// <summary>The characters that tokens are made of.</summary>
    public Alphabet KeptAlphabet { get; }

    /// <summary>The characters that abbreviations are made of.</summary>
    public Alphabet WordAlphabet { get; }

    /// <summary>Class of each character that is not in class 0, as strings of one character.</summary>
    public IReadOnlyDictionary<string, long> Classes => _classes;

    /// <summary>The class of white space that is no line feed.</summary>
    public long WhiteSpace => _classes[Padding];

    /// <summary>The code in <see cref="KeptAlphabet"/> of what stays of the character; 0 when nothing does.</summary>
    public long[] KeptCodes => Table(character => character.KeptCode);

    /// <summary>The code in <see cref="WordAlphabet"/>; 0 when no abbreviation holds the character.</summary>
    public long[] WordCodes => Table(character => character.WordCode);

    /// <summary>Whether it is white space.</summary>
    public long[] AreWhiteSpace => Table(character => character.IsWhiteSpace ? 1 : 0);

    /// <summary>Whether it begins a tag.</summary>
    public long[] AreTagStarts => Table(character => character.IsTagStart ? 1 : 0);

    /// <summary>Whether it ends a tag.</summary>
    public long[] AreTagEnds => Table(character => character.IsTagEnd ? 1 : 0);

    /// <summary>Whether it ends a tag, or the line that a tag must end on.</summary>
    public long[] AreTagOrLineEnds => Table(character => character.IsTagEnd || character.IsLineFeed ? 1 : 0);

    /// <summary>Every character that is one UTF-16 code unit. The others are dropped: no step keeps one or splits at one.</summary>
    static IEnumerable<char> AllCharacters() =>
        Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(c => (char)c).Where(c => !char.IsSurrogate(c));

    static char Kept(char c, bool lowercase) => PythonText.IsWhiteSpace(c) ? '\0' : PythonText.KeepAlphanumeric(c, lowercase);

    void Add(string text, Character character)
    {
        var index = _members.IndexOf(character);
        if (index < 0)
        {
            index = _members.Count;
            _members.Add(character);
        }

        if (index > 0)
        {
            _classes.Add(text, index);
        }
    }

    long[] Table(Func<Character, long> select) => [.. _members.Select(select)];

    /// <summary>All that matters of a character; two characters with the same of it are one to the preprocessing.</summary>
    readonly record struct Character(
        long KeptCode, long WordCode, bool IsWhiteSpace, bool IsLineFeed, bool IsTagStart, bool IsTagEnd);
}
