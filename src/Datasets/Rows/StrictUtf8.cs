using System.Buffers;
using System.Text;

namespace RnnToolkit.Datasets.Rows;

/// <summary>UTF-8 that is checked before it is decoded, so that bad bytes never become replacement characters.</summary>
static class StrictUtf8
{
    /// <summary>Index of the first byte that is not part of UTF-8 text, or -1.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return -1;
        }

        for (var position = 0; position < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[position..], out _, out var length) != OperationStatus.Done)
            {
                return position;
            }

            position += length;
        }

        return -1;
    }

    /// <summary>Describes the byte at <paramref name="position"/> for a message.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes, int position) => $"byte 0x{bytes[position]:X2}, which is not UTF-8 here";

    /// <summary>Decodes checked bytes.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>Decodes a field of a checked record.</summary>
    public static string Text(ReadOnlySpan<byte> record, FieldSplitter.Field field)
    {
        var text = Text(record.Slice(field.Start, field.Length));
        return field.HasEscapes ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }
}
