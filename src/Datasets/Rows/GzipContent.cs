using System.IO.Compression;

namespace RnnToolkit.Datasets.Rows;

/// <summary>
/// The decompressed content of a gzip file, to its last byte. .NET treats anything that is not the header of another member as the end, so a
/// file with a damaged member in the middle would just be shorter; here it is an error.
/// </summary>
sealed class GzipContent : ForwardStream
{
    readonly FileStream _file;
    readonly GZipStream _gzip;

    public GzipContent(FileStream file) => (_file, _gzip) = (file, new GZipStream(new Source(file), CompressionMode.Decompress));

    /// <exception cref="InvalidDataException">It is damaged, or ends before the file does.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = _gzip.Read(buffer);
        if (read == 0 && !buffer.IsEmpty)
        {
            RequireEnd();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    void RequireEnd()
    {
        for (int next; (next = _file.ReadByte()) >= 0;)
        {
            // Archives on tape and some downloads are padded with zeros, which gzip itself also ignores.
            if (next != 0)
            {
                throw new InvalidDataException("Found trailing bytes after the gzip data.");
            }
        }
    }

    /// <summary>
    /// The file, with the last bytes one by one. The decompressor keeps bytes that it was given and did not need; read one by one, the
    /// position in the file shows where it stopped.
    /// </summary>
    sealed class Source(FileStream file) : ForwardStream
    {
        const int Tail = 1 << 14; // more than the decompressor asks for at a time

        public override int Read(Span<byte> buffer)
        {
            var beforeTail = file.Length - Tail - file.Position;
            return file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(beforeTail, 1))]);
        }
    }
}
