using System.IO.Compression;

namespace RnnToolkit.Datasets.Rows;

/// <summary>Opens a file to be read once, from its start to its end; decompresses one that ends in <c>.gz</c> or <c>.tgz</c>.</summary>
static class InputFile
{
    const int BufferSize = 1 << 16;
    const string StrictValidation = "System.IO.Compression.UseStrictValidation";

    // Without this switch of .NET a gzip file that was cut short just ends, and half a file passes for a whole one. The runtime reads
    // it once, when the first stream is made; our programs have it in their runtime configuration too (eng/Executable.targets).
    static InputFile() => AppContext.SetSwitch(StrictValidation, true);

    public static Stream Open(string path) => Open(path, RowFormats.IsGzip(path));

    public static Stream Open(string path, bool gzip)
    {
        Stream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, gzip ? BufferSize : 1, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(path, null, "no such file", "a file", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DatasetException(path, null, Directory.Exists(path) ? "a folder" : "no permission to read it", "a readable file", exception);
        }

        try
        {
            if (gzip)
            {
                CheckMagic(path, file);
            }

            return gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
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
