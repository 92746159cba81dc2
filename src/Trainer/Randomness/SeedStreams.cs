using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RnnToolkit.Trainer.Randomness;

/// <summary>Derives a seed for each random stream from the one seed of the configuration.</summary>
/// <remarks>
/// A stream's seed is the first 8 bytes, little-endian, of the SHA-256 of <c>rnntoolkit/{stream}/{seed}/{epoch}/{step}</c> in ASCII,
/// with the stream's name in lower case and the numbers in decimal. Neighbouring seeds, epochs and steps therefore share nothing, and a
/// step draws the same numbers whether or not training stopped before it.
/// </remarks>
/// <param name="Seed">The seed of the configuration.</param>
readonly record struct SeedStreams(int Seed)
{
    /// <summary>The seed of a stream.</summary>
    /// <param name="stream">What the numbers are drawn for.</param>
    /// <param name="epoch">Counted from 1; 0 for streams that all epochs share.</param>
    /// <param name="step">Counted from 0 in each epoch; 0 for streams that all steps share.</param>
    public ulong For(RandomStream stream, int epoch = 0, int step = 0)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"rnntoolkit/{stream.ToString().ToLowerInvariant()}/{Seed}/{epoch}/{step}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(name), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
