using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnToolkit.CommandLine;

namespace RnnToolkit.Trainer.Vectors;

/// <summary>Writes word vectors in the formats of word2vec: binary to files called *.bin, text to all others; compressed if .gz follows.</summary>
/// <remarks>Text has the fewest digits that give the same float again. Binary numbers are little-endian, and a line feed follows each vector.</remarks>
static class WordVectorWriter
{
    const string GzipExtension = ".gz";

    static readonly UTF8Encoding s_utf8 = new(false);

    /// <summary>A vector by the number of its word. Spans are no type arguments, so this is a type of its own.</summary>
    public delegate ReadOnlySpan<float> VectorOf(int word);

    /// <summary>Writes a file, in one step.</summary>
    public static void Write(OutputTarget target, string path, IReadOnlyList<string> words, int width, VectorOf vectorOf)
    {
        var isGzip = path.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase);
        var isBinary = (isGzip ? path[..^GzipExtension.Length] : path).EndsWith(".bin", StringComparison.OrdinalIgnoreCase);
        target.Write(stream =>
        {
            if (!isGzip)
            {
                Write(stream, isBinary, words, width, vectorOf);
                return;
            }

            using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            Write(gzip, isBinary, words, width, vectorOf);
        });
    }

    static void Write(Stream stream, bool isBinary, IReadOnlyList<string> words, int width, VectorOf vectorOf)
    {
        using var output = new BufferedStream(stream, 1 << 16);
        output.Write(s_utf8.GetBytes(Invariant($"{words.Count} {width}\n")));
        var number = new byte[sizeof(float)];
        var line = new StringBuilder();
        foreach (var (id, word) in words.Index())
        {
            var vector = vectorOf(id);
            line.Clear().Append(word);
            if (isBinary)
            {
                output.Write(s_utf8.GetBytes(line.Append(' ').ToString()));
                foreach (var value in vector)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(number, value);
                    output.Write(number);
                }

                output.WriteByte((byte)'\n');
                continue;
            }

            foreach (var value in vector)
            {
                line.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture));
            }

            output.Write(s_utf8.GetBytes(line.Append('\n').ToString()));
        }

        output.Flush(); // BufferedStream closes the stream below it, which the caller closes again without harm
    }
}
