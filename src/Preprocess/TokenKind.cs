namespace RnnToolkit.Preprocess;

/// <summary>The kind of a token. Only words have n-grams of characters.</summary>
enum TokenKind
{
    /// <summary>A run of letters, marks and digits.</summary>
    Word,

    /// <summary>A character of a script without spaces between words.</summary>
    Single,

    /// <summary>Punctuation, a symbol, an emoji.</summary>
    Symbol,

    /// <summary>A placeholder for a URL, a mention or a long number.</summary>
    Placeholder,
}
