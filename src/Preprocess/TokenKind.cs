namespace RnnToolkit.Preprocess;

/// <summary>How a token came about, which decides the n-grams that are made of it.</summary>
enum TokenKind
{
    /// <summary>A run of letters, marks and digits.</summary>
    Word,

    /// <summary>A character of a script that is read character by character.</summary>
    Single,

    /// <summary>Punctuation, a symbol, an emoji.</summary>
    Symbol,

    /// <summary>What stands for an address, a mention or a long number.</summary>
    Placeholder,
}
