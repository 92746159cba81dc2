namespace RnnToolkit.Preprocess;

/// <summary>
/// Tokens that replace URLs, mentions and long numbers. No other token equals one of them: other tokens that contain an angle bracket consist
/// of that bracket and combining marks.
/// </summary>
public static class Placeholders
{
    /// <summary>Replaces a URL.</summary>
    public const string Url = "<url>";

    /// <summary>Replaces the name of a user after an at sign.</summary>
    public const string Mention = "<user>";

    /// <summary>Replaces a word of at least <see cref="LongNumberDigits"/> digits and nothing else.</summary>
    public const string Number = "<number>";

    /// <summary>The fewest digits of a long number: 5, so that years are kept.</summary>
    public const int LongNumberDigits = 5;
}
