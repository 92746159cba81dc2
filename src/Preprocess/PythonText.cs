using System.Runtime.CompilerServices;

namespace RnnToolkit.Preprocess;

/// <summary>The character classes of Python 3's <c>str</c> and <c>re</c>, as far as the preprocessing needs them.</summary>
static class PythonText
{
    /// <summary>KELVIN SIGN, the one character outside ASCII whose lower case is a single ASCII letter.</summary>
    public const char KelvinSign = '\u212A';

    /// <summary>LATIN CAPITAL LETTER I WITH DOT ABOVE: its lower case is an ASCII i and a combining dot.</summary>
    const char DottedCapitalI = '\u0130';

    /// <summary><c>str.isspace</c>, which is also what <c>\s</c> matches: .NET's white space and the four separators U+001C to U+001F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary>
    /// The ASCII letter or digit that is left of <paramref name="c"/> after <c>[^a-zA-Z0-9\s]</c> has been removed,
    /// or '\0' when nothing is.
    /// </summary>
    /// <param name="c">A UTF-16 code unit; the caller handles white space.</param>
    /// <param name="lowercase">Whether <c>str.lower</c> comes first. It is what turns two letters outside ASCII into letters that stay.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char KeepAlphanumeric(char c, bool lowercase)
    {
        if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
        {
            return c;
        }

        if (char.IsAsciiLetterUpper(c))
        {
            return lowercase ? (char)(c | 0x20) : c;
        }

        return lowercase ? LowercaseOutsideAscii(c) : '\0';
    }

    /// <summary><see cref="KeepAlphanumeric"/> of the characters of ASCII, by their number.</summary>
    public static byte[] KeepAscii(bool lowercase) => [.. Enumerable.Range(0, 128).Select(c => (byte)KeepAlphanumeric((char)c, lowercase))];

    /// <summary>Lower case of a character as in a dictionary of ASCII words; '\0' when it cannot be part of one.</summary>
    public static char DictionaryChar(char c, bool lowercase) => c switch
    {
        >= 'A' and <= 'Z' when lowercase => (char)(c | 0x20),
        < '\u0080' => c,
        KelvinSign when lowercase => 'k',
        _ => '\0', // the dotted capital I, too: what follows its i is not ASCII
    };

    static char LowercaseOutsideAscii(char c) => c switch
    {
        KelvinSign => 'k',
        DottedCapitalI => 'i', // the combining dot that follows it in lower case is removed
        _ => '\0',
    };
}
