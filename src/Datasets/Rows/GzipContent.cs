using System.IO.Compression;

namespace RnnToolkit.Datasets.Rows;

/// <summary>
/// What a gzip file holds, to its last byte. .NET takes whatever is not the header of a further member for the end, so a file of which a
/// member in the middle is damaged would just be shorter; here it is an error.
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
            // Archives on tape and some downloads are filled up with zeros, which gzip itself passes over, too.
            if (next != 0)
            {
                throw new InvalidDataException("Found bytes that are not gzip data behind the data.");
            }
        }
    }

    /// <summary>
    /// The file, the last bytes one by one: the decompressor keeps what it was given and did not need, so only thus the place in the file
    /// tells where it stopped.
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
