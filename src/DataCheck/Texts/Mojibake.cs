using System.Text;

namespace RnnToolkit.DataCheck;

/// <summary>Finds UTF-8 that was read as Windows-1252 or Latin-1: "Ã©" for "é".</summary>
static class Mojibake
{
    const int LongestRun = 200;

    // The characters of Windows-1252 from 0x80 on; the five that it does not define are control characters.
    const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the run of characters that starts here as bytes.</summary>
    /// <param name="text">The text from a character outside ASCII on.</param>
    /// <param name="repaired">What the bytes mean.</param>
    /// <returns>The characters that the run takes, when it consists of whole characters of UTF-8; otherwise 0.</returns>
    public static int Length(ReadOnlySpan<char> text, out string repaired)
    {
        repaired = "";
        if (!MayStart(text[0]))
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[LongestRun];
        var length = 0;
        for (; length < bytes.Length && length < text.Length && ByteOf(text[length]) is >= 0x80 and var value; length++)
        {
            bytes[length] = (byte)value;
        }

        // Shorter runs first find nothing: a lead byte says how long its character is.
        if (Rune.DecodeFromUtf8(bytes[..length], out _, out var taken) != System.Buffers.OperationStatus.Done)
        {
            return 0;
        }

        while (taken < length && Rune.DecodeFromUtf8(bytes[taken..length], out _, out var next) == System.Buffers.OperationStatus.Done)
        {
            taken += next;
        }

        // One character of Han: "é", a no-break space and a closing quote look like it, too.
        if (text[0] is >= '\u00E3' and <= '\u00E9' && taken < 6)
        {
            return 0;
        }

        repaired = s_strict.GetString(bytes[..taken]);
        return taken;
    }

    // Lead bytes of Latin, Greek, Cyrillic, Arabic, punctuation, Han and emoji. Others stand before their continuation in good texts, too: "É»".
    static bool MayStart(char c) => c is '\u00C2' or '\u00C3' or '\u00C4' or '\u00C5' or '\u00CE' or '\u00CF' or '\u00D0' or '\u00D1' or '\u00D8' or '\u00D9'
        or '\u00E2' or (>= '\u00E3' and <= '\u00E9') or '\u00EF' or '\u00F0';

    static int ByteOf(char c) => c is >= '\u00A0' and <= '\u00FF' or >= '\u0080' and <= '\u009F' ? c
        : Windows1252.IndexOf(c, StringComparison.Ordinal) is >= 0 and var index ? 0x80 + index
        : 0;
}
