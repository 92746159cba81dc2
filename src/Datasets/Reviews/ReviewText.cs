using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets.Reviews;

/// <summary>Reads the text of one review into a buffer that is reused.</summary>
sealed class ReviewText(string path)
{
    public const int MaxTextBytes = 64 << 20;

    byte[] _buffer = new byte[1 << 14];

    /// <summary>Reads and decodes a review.</summary>
    /// <param name="id">The name that errors carry.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="length">Their number according to the folder or archive; not trusted before it is checked.</param>
    public string Read(string id, Stream content, long length)
    {
        if (length > MaxTextBytes)
        {
            throw new DatasetException(path, id, $"a text of {length} bytes", $"at most {MaxTextBytes}");
        }

        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        var bytes = _buffer.AsSpan(0, (int)length);
        content.ReadExactly(bytes);
        ReadOnlySpan<byte> text = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        var invalid = StrictUtf8.FirstInvalid(text);
        return invalid < 0
            ? StrictUtf8.Text(text)
            : throw new DatasetException(path, id, $"{StrictUtf8.Describe(text, invalid)} (offset {invalid + bytes.Length - text.Length})", "UTF-8");
    }
}
