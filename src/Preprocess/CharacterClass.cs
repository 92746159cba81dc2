namespace RnnToolkit.Preprocess;

/// <summary>What a character is to the preprocessing for any language. <c>Tables/characters.tsv</c> has the class of each.</summary>
enum CharacterClass : byte
{
    /// <summary>Punctuation, symbols, emoji, characters for private use and those that Unicode does not assign: each a token of its own.</summary>
    Symbol,

    /// <summary>White space, controls, and halves of surrogate pairs: what separates tokens.</summary>
    Space,

    /// <summary>Dropped without a trace: formatting characters, variation selectors, skin tones.</summary>
    Ignored,

    /// <summary>A letter, or a number that is no decimal digit, of a script that separates words.</summary>
    Letter,

    /// <summary>A decimal digit of any script.</summary>
    Digit,

    /// <summary>A combining mark, which belongs to what it follows.</summary>
    Mark,

    /// <summary>A letter of a script without spaces between words: a token of its own.</summary>
    Single,
}
