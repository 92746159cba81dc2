namespace RnnToolkit.Preprocess;

/// <summary>The class of a character in the general steps. <c>Tables/characters.tsv</c> has the class of each code point.</summary>
enum CharacterClass : byte
{
    /// <summary>Punctuation, symbols, emoji, private use and unassigned code points: each is a token.</summary>
    Symbol,

    /// <summary>Separates tokens: white space, control characters, unpaired surrogates.</summary>
    Space,

    /// <summary>Removed: format characters, variation selectors, skin tones.</summary>
    Ignored,

    /// <summary>A letter, or a number other than a decimal digit, of a script that writes spaces between words.</summary>
    Letter,

    /// <summary>A decimal digit of any script.</summary>
    Digit,

    /// <summary>A combining mark: it belongs to the character before it.</summary>
    Mark,

    /// <summary>A letter of a script without spaces between words: each is a token.</summary>
    Single,
}
