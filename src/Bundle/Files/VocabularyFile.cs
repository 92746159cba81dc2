using System.Text;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle;

/// <summary>A vocabulary as text: a token a line, LF at the end of each; line n holds the token with id n.</summary>
public static class VocabularyFile
{
    /// <summary>The bytes of the file, UTF-8 without a byte order mark.</summary>
    public static byte[] Format(Vocabulary vocabulary)
    {
        var text = new StringBuilder();
        foreach (var token in vocabulary.Tokens)
        {
            text.Append(token).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads what <see cref="Format"/> wrote. CR LF line ends are taken, too.</summary>
    /// <exception cref="FormatException">A token is empty, holds white space or comes twice; the message names its line.</exception>
    public static Vocabulary Parse(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i].TrimEnd('\r');
        }

        return new Vocabulary(lines[^1].Length == 0 ? lines.SkipLast(1) : lines);
    }
}
