using System.Globalization;
using System.Text;

namespace RnnToolkit.Trainer.Commands;

/// <summary>
/// JSON can escape half of a surrogate pair. Python reads and writes such text; .NET's reader refuses it. Half a pair is neither a letter, a
/// digit nor white space, so any other such character can replace it before the text is tokenized.
/// </summary>
static class LoneSurrogates
{
    const int EscapeLength = 6; // \uXXXX

    /// <summary>Replaces every escaped half of a surrogate pair in a line of JSON with U+FFFD.</summary>
    public static string Replace(string json)
    {
        var result = new StringBuilder(json);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                continue;
            }

            if (char.IsHighSurrogate(Escape(json, i)) && char.IsLowSurrogate(Escape(json, i + EscapeLength)))
            {
                i += (2 * EscapeLength) - 1;
            }
            else if (char.IsSurrogate(Escape(json, i)))
            {
                result.Remove(i, EscapeLength).Insert(i, @"\uFFFD");
                i += EscapeLength - 1;
            }
            else
            {
                i++; // what follows a backslash starts no escape
            }
        }

        return result.ToString();
    }

    static char Escape(string json, int i) =>
        i + EscapeLength <= json.Length && json[i] == '\\' && json[i + 1] == 'u'
        && ushort.TryParse(json.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : '\0';
}
