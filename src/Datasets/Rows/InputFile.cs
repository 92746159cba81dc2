namespace RnnToolkit.Datasets.Rows;

/// <summary>A file that is read from start to end, and decompressed if it is gzip.</summary>
public sealed class InputFile : IDisposable
{
    const int BufferSize = 1 << 16;
    const string StrictValidation = "System.IO.Compression.UseStrictValidation";

    // Without this .NET switch a truncated gzip file just ends, and half a file passes for a complete one. The runtime reads the switch
    // once, when the first stream is made; our programs also set it in their runtime configuration (eng/Executable.targets).
    static InputFile() => AppContext.SetSwitch(StrictValidation, true);

    readonly FileStream _file;

    InputFile(string path, bool gzip)
    {
        _file = OpenFile(path, gzip ? BufferSize : 1);
        if (!gzip)
        {
            Content = _file;
            return;
        }

        try
        {
            CheckMagic(path, _file);
            Content = new GzipContent(_file);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Its bytes, decompressed.</summary>
    public Stream Content { get; }

    /// <summary>Its length on disk.</summary>
    public long StoredLength => _file.Length;

    /// <summary>How far it was read, on disk.</summary>
    public long StoredPosition => _file.Position;

    /// <summary>Opens a file; one that ends in <c>.gz</c> is decompressed.</summary>
    /// <exception cref="DatasetException">It is missing, may not be read, or is not gzip where it should be.</exception>
    public static InputFile Open(string path) => new(path, RowFormats.IsGzip(path));

    /// <summary>Opens a gzip file with any name.</summary>
    /// <exception cref="DatasetException">As above.</exception>
    public static InputFile OpenGzip(string path) => new(path, gzip: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }

    static FileStream OpenFile(string path, int bufferSize)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(path, null, "no such file", "a file", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DatasetException(path, null, Directory.Exists(path) ? "a folder" : "no permission to read it", "a readable file", exception);
        }
    }

    static void CheckMagic(string path, Stream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            throw new DatasetException(path, null, "an empty file", "gzip data");
        }

        if (magic is not [0x1F, 0x8B])
        {
            throw new DatasetException(path, null, $"a file that starts with bytes {Convert.ToHexString(magic[..read])}", "gzip data, which starts with 1F8B");
        }

        file.Position = 0;
    }
}
