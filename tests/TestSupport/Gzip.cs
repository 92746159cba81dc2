using System.IO.Compression;
using System.Text;

namespace RnnToolkit.TestSupport;

/// <summary>Gzip data in memory.</summary>
public static class Gzip
{
    /// <summary>Compresses text as UTF-8.</summary>
    public static byte[] Compress(string text) => Compress(Encoding.UTF8.GetBytes(text));

    /// <summary>Compresses bytes.</summary>
    public static byte[] Compress(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    /// <summary>The UTF-8 text of a compressed file.</summary>
    public static string ReadText(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var text = new StreamReader(gzip);
        return text.ReadToEnd();
    }
}
