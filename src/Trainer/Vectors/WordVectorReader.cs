using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Vectors;

/// <summary>Reads word vectors one by one: word2vec's text and binary formats and GloVe's text format, plain or compressed with gzip.</summary>
/// <remarks>
/// The formats have no mark. A first line of two integers is word2vec's, the number of words and the width, and its second line tells text from
/// binary: a word and as many numbers. Without such a line every line is a word and its numbers, as in GloVe's files.
/// </remarks>
sealed class WordVectorReader : IDisposable
{
    const int MaxWidth = Bundle.ModelConfig.MaxWidth;
    const int MaxLineBytes = 1 << 20;

    static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: false); // some files cut words in the middle of a character

    readonly string _path;
    readonly Stream _stream;
    readonly bool _isBinary;
    readonly long? _words; // as the header says
    readonly byte[] _buffer;
    readonly List<byte> _bytes = [];
    long _row;

    WordVectorReader(string path, Stream stream, int width, long? words, bool isBinary)
    {
        (_path, _stream, Width, _words, _isBinary) = (path, stream, width, words, isBinary);
        _buffer = new byte[width * sizeof(float)];
    }

    /// <summary>The numbers of a vector.</summary>
    public int Width { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="DatasetException">There is no such file, or it does not begin as word vectors do.</exception>
    public static WordVectorReader Open(string path)
    {
        var (first, second) = FirstLines(path);
        var fields = Fields(first);
        if (fields is not [var words, var size] || !long.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var width))
        {
            RequireWidth(path, fields.Length - 1);
            return new WordVectorReader(path, OpenStream(path), fields.Length - 1, null, isBinary: false);
        }

        RequireWidth(path, width);
        var reader = new WordVectorReader(path, OpenStream(path), width, count, isBinary: !EndsWithNumbers(Fields(second), width));
        _ = ReadLine(path, reader._stream, reader._bytes);
        return reader;
    }

    /// <summary>The next word, whose vector goes to <paramref name="vector"/> [<see cref="Width"/>]; null after the last one.</summary>
    /// <exception cref="DatasetException">The file ends too early, or has something that is no number.</exception>
    public string? Read(Span<float> vector)
    {
        _row++;
        try
        {
            return _isBinary ? ReadBinary(vector) : ReadText(vector);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Problem(exception.Message, "a file that can be read to its end");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    string? ReadText(Span<float> vector)
    {
        if (ReadLine(_path, _stream, _bytes) is not { } line)
        {
            return _words is null || _row > _words ? null : throw Problem($"{_row - 1} words", $"{_words}, as the first line says");
        }

        // From the end: GloVe has words with a space in them.
        var rest = line.AsSpan().TrimEnd();
        for (var i = Width - 1; i >= 0; i--)
        {
            var space = rest.LastIndexOf(' ');
            if (space < 0 || !IsNumber(rest[(space + 1)..], out vector[i]))
            {
                throw Problem($"\"{line}\"", $"a word and {Width} numbers");
            }

            rest = rest[..space];
        }

        return rest.ToString();
    }

    string? ReadBinary(Span<float> vector)
    {
        if (_row > _words)
        {
            return null;
        }

        _bytes.Clear();
        for (var next = _stream.ReadByte(); next != ' '; next = _stream.ReadByte())
        {
            if (next < 0)
            {
                throw Problem($"{_row - 1} words", $"{_words}, as the first line says");
            }

            if (_bytes.Count == MaxLineBytes)
            {
                throw Problem("a longer word", $"at most {MaxLineBytes} bytes");
            }

            if (next != '\n') // some writers end a vector with one
            {
                _bytes.Add((byte)next);
            }
        }

        if (_stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false) < _buffer.Length)
        {
            throw Problem("the end of the file in a vector", $"{_words} words, as the first line says");
        }

        for (var i = 0; i < Width; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(_buffer.AsSpan(i * sizeof(float)));
            if (!float.IsFinite(vector[i]))
            {
                throw Problem("a value that is not finite", "finite numbers");
            }
        }

        return s_utf8.GetString([.. _bytes]);
    }

    DatasetException Problem(string found, string expected) => new(_path, Invariant($"word {_row}"), found, expected);

    static (string First, string Second) FirstLines(string path)
    {
        try
        {
            using var stream = OpenStream(path);
            var bytes = new List<byte>();
            return (ReadLine(path, stream, bytes) ?? "", ReadLine(path, stream, bytes, cut: true) ?? "");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, null, exception.Message, "a file of word vectors", exception);
        }
    }

    static BufferedStream OpenStream(string path)
    {
        var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return new BufferedStream(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file, 1 << 16);
    }

    /// <summary>A line without its end; null at the end of the file.</summary>
    static string? ReadLine(string path, Stream stream, List<byte> bytes, bool cut = false)
    {
        bytes.Clear();
        int next;
        while ((next = stream.ReadByte()) >= 0 && next != '\n')
        {
            if (bytes.Count == MaxLineBytes)
            {
                return cut ? "" : throw new DatasetException(path, null, "a longer line", Invariant($"at most {MaxLineBytes} bytes"));
            }

            bytes.Add((byte)next);
        }

        return next < 0 && bytes.Count == 0 ? null : s_utf8.GetString([.. bytes]);
    }

    static void RequireWidth(string path, int width)
    {
        if (width is < 1 or > MaxWidth)
        {
            throw new DatasetException(path, "line 1", Invariant($"vectors of {width} numbers"), Invariant($"1 to {MaxWidth}: a file in the format of word2vec or GloVe"));
        }
    }

    static string[] Fields(string line) => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    static bool EndsWithNumbers(string[] fields, int width) => fields.Length > width && fields[^width..].All(field => IsNumber(field, out _));

    static bool IsNumber(ReadOnlySpan<char> text, out float number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);
}
