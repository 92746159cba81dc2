using System.IO.Compression;
using System.Text;

namespace RnnToolkit.Fuzz.Mutations;

/// <summary>Changes in gzip data: other content with right checksums, several members, a damaged header or trailer, padding.</summary>
static class GzipMembers
{
    const int HeaderBytes = 10;
    const int TrailerBytes = 8;

    /// <param name="input">Gzip data, or what earlier mutations left of it.</param>
    /// <param name="content">Changes the content.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Mutate(byte[] input, Func<byte[], Random, byte[]> content, Random random)
    {
        switch (random.Next(6))
        {
            case 0 when input.Length > HeaderBytes:
                return Changed(input, random.Next(HeaderBytes), random);
            case 1 when input.Length > TrailerBytes:
                return Changed(input, input.Length - 1 - random.Next(TrailerBytes), random);
            case 2:
                return [.. input, .. new byte[random.Next(600)]];
            case 3:
                return [.. input, .. input];
            default:
                var changed = content(Decompressed(input), random);
                var cut = random.Next(changed.Length + 1);
                return [.. Compressed(changed[..cut]), .. Compressed(changed[cut..])];
        }
    }

    public static byte[] Compressed(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    static byte[] Decompressed(byte[] input)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(input), CompressionMode.Decompress);
            using var content = new MemoryStream();
            gzip.CopyTo(content);
            return content.ToArray();
        }
        catch (InvalidDataException)
        {
            return Encoding.ASCII.GetBytes("text,label\na,1\n");
        }
    }

    static byte[] Changed(byte[] input, int at, Random random)
    {
        var copy = input.ToArray();
        copy[at] ^= (byte)(1 << random.Next(8));
        return copy;
    }
}
