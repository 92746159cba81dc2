namespace RnnToolkit.Preprocess;

/// <summary>
/// Tokens that stand for what no vocabulary can list. No text gives one by itself: in every other token of more than one character
/// there is no angle bracket.
/// </summary>
public static class Placeholders
{
    /// <summary>An address in the web.</summary>
    public const string Url = "<url>";

    /// <summary>The name of a user, after an at sign.</summary>
    public const string Mention = "<user>";

    /// <summary>A number of <see cref="LongNumberDigits"/> digits or more.</summary>
    public const string Number = "<number>";

    /// <summary>Digits from which on a number is a long one: 5, so that years stay.</summary>
    public const int LongNumberDigits = 5;
}
