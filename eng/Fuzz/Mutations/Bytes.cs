using System.Buffers.Binary;

namespace RnnToolkit.Fuzz.Mutations;

/// <summary>Changes that know nothing of the format.</summary>
static class Bytes
{
    static readonly long[] s_borders = [0, 1, -1, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>Flips, overwrites, inserts, removes, repeats or truncates; or takes the end of <paramref name="other"/>.</summary>
    public static byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        if (input.Length == 0)
        {
            return other;
        }

        var at = random.Next(input.Length);
        var length = Math.Min(1 + random.Next(16), input.Length - at);
        switch (random.Next(8))
        {
            case 0:
                return With(input, copy => copy[at] ^= (byte)(1 << random.Next(8)));
            case 1:
                return With(input, copy => random.NextBytes(copy.AsSpan(at, length)));
            case 2:
                return With(input, copy => WriteBorder(copy.AsSpan(at), random));
            case 3:
                return [.. input[..at], .. input[(at + length)..]];
            case 4:
                return [.. input[..(at + length)], .. input[at..]];
            case 5:
                var inserted = new byte[length];
                random.NextBytes(inserted);
                return [.. input[..at], .. inserted, .. input[at..]];
            case 6:
                return input[..at];
            default:
                return [.. input[..at], .. other[random.Next(other.Length + 1)..]];
        }
    }

    static byte[] With(byte[] input, Action<byte[]> change)
    {
        var copy = input.ToArray();
        change(copy);
        return copy;
    }

    static void WriteBorder(Span<byte> place, Random random)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(value, s_borders[random.Next(s_borders.Length)]);
        var size = Math.Min(place.Length, 1 << random.Next(4));
        value[..size].CopyTo(place);
    }
}
