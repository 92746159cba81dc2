using System.Diagnostics;
using System.Text;

namespace RnnToolkit.Datasets.Rows;

/// <summary>Names and decoders of the encodings.</summary>
public static class FileEncodings
{
    const int Windows1252CodePage = 1252;

    static readonly (string Name, FileEncoding Encoding)[] s_names =
    [
        ("utf-8", FileEncoding.Utf8),
        ("utf-16", FileEncoding.Utf16),
        ("latin-1", FileEncoding.Latin1),
        ("windows-1252", FileEncoding.Windows1252),
    ];

    /// <summary>The names, for help and messages.</summary>
    public static string Expected => "utf-8, utf-16, latin-1 or windows-1252";

    /// <summary>The encoding of that name, in upper or lower case; null for any other.</summary>
    public static FileEncoding? Parse(string name)
    {
        foreach (var (known, encoding) in s_names)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return encoding;
            }
        }

        return null;
    }

    /// <summary>The name of an encoding.</summary>
    public static string NameOf(FileEncoding encoding) => s_names[(int)encoding].Name;

    /// <summary>The encoding that a byte order mark at the start of a file stands for; null without one.</summary>
    internal static FileEncoding? OfByteOrderMark(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => FileEncoding.Utf8,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => FileEncoding.Utf16,
        _ => null,
    };

    /// <summary>The content of a stream that is not UTF-8 as UTF-8. Reading throws a <see cref="DecoderFallbackException"/> at bytes that are not text.</summary>
    /// <param name="stream">The stream, from its start.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="head">Its first bytes, which tell the byte order.</param>
    internal static Stream ToUtf8(Stream stream, FileEncoding encoding, ReadOnlySpan<byte> head)
    {
        Encoding decoder = encoding switch
        {
            FileEncoding.Utf16 => new UnicodeEncoding(bigEndian: head is [0xFE, 0xFF, ..], byteOrderMark: false, throwOnInvalidBytes: true),
            FileEncoding.Latin1 => Encoding.Latin1,
            FileEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(Windows1252CodePage)!,
            _ => throw new UnreachableException(),
        };
        return Encoding.CreateTranscodingStream(stream, decoder, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
