using System.Buffers.Binary;
using System.Numerics;

namespace RnnToolkit.Preprocess;

/// <summary>The fingerprints of the n-grams in the wide channel, and their ids: the n-th smallest fingerprint has id n, counted from 1. Thread-safe.</summary>
/// <remarks>
/// Fingerprints are distributed evenly, so few of them share their upper bits. An index by the upper bits finds these, and a look-up reads two
/// places in memory. The index takes at most as much memory as the fingerprints.
/// </remarks>
public sealed class NGramTable
{
    /// <summary>The name of the file that holds a table in checkpoints and bundles.</summary>
    public const string FileName = "ngrams.bin";

    /// <summary>The largest number of n-grams.</summary>
    public const int MaxCount = 16_777_215;

    const int FingerprintBits = 31;
    const int FewFingerprints = 16;

    readonly uint[] _fingerprints;
    readonly int[] _starts; // index of the first fingerprint of each bucket, and the end of the last bucket
    readonly int _shift;

    /// <summary>Creates a table.</summary>
    /// <param name="fingerprints">Distinct fingerprints in ascending order, each from 1 to 2^31 - 1; at most <see cref="MaxCount"/>. They are copied.</param>
    /// <exception cref="FormatException">The fingerprints are not as required; the message names the first wrong one.</exception>
    public NGramTable(ReadOnlySpan<uint> fingerprints)
        : this(fingerprints.ToArray())
    {
    }

    NGramTable(uint[] fingerprints)
    {
        if (fingerprints.Length > MaxCount)
        {
            throw new FormatException($"found {fingerprints.Length} n-grams, expected at most {MaxCount}");
        }

        _fingerprints = fingerprints;
        var bits = BitOperations.Log2((uint)fingerprints.Length | 1);
        _shift = FingerprintBits - bits;
        _starts = new int[(1 << bits) + 1];
        uint last = 0;
        for (var i = 0; i < fingerprints.Length; i++)
        {
            if (fingerprints[i] <= last || fingerprints[i] > NGramFingerprints.Largest)
            {
                throw new FormatException($"n-gram {i + 1}: found {fingerprints[i]} after {last}, expected a larger number of at most {NGramFingerprints.Largest}");
            }

            last = fingerprints[i];
            _starts[(last >> _shift) + 1]++;
        }

        for (var bucket = 1; bucket < _starts.Length; bucket++)
        {
            _starts[bucket] += _starts[bucket - 1];
        }
    }

    /// <summary>The number of n-grams, N. Ids are 1 to N.</summary>
    public int Count => _fingerprints.Length;

    /// <summary>The fingerprints, ascending.</summary>
    public ReadOnlySpan<uint> Fingerprints => _fingerprints;

    /// <summary>The id of an n-gram, 1 to <see cref="Count"/>; 0 when it is not in the table.</summary>
    public int IdOf(uint fingerprint)
    {
        if (fingerprint > NGramFingerprints.Largest)
        {
            return 0;
        }

        var bucket = (int)(fingerprint >> _shift);
        var (low, high) = (_starts[bucket], _starts[bucket + 1]);
        while (high - low > FewFingerprints)
        {
            // Only a crafted file has so many fingerprints with the same upper bits.
            var middle = (low + high) >>> 1;
            (low, high) = _fingerprints[middle] <= fingerprint ? (middle, high) : (low, middle);
        }

        for (; low < high; low++)
        {
            if (_fingerprints[low] == fingerprint)
            {
                return low + 1;
            }
        }

        return 0;
    }

    /// <summary>Reads the bytes that <see cref="ToBytes"/> returned.</summary>
    /// <exception cref="FormatException">The bytes are not a valid table; the message names the n-gram.</exception>
    public static NGramTable Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(uint) != 0 || bytes.Length / sizeof(uint) > MaxCount)
        {
            throw new FormatException($"found {bytes.Length} bytes, expected 4 for each n-gram, and at most {MaxCount} of them");
        }

        var fingerprints = new uint[bytes.Length / sizeof(uint)];
        for (var i = 0; i < fingerprints.Length; i++)
        {
            fingerprints[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        }

        return new NGramTable(fingerprints);
    }

    /// <summary>The file format: the fingerprints in ascending order as little-endian 32-bit unsigned integers.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_fingerprints.Length * sizeof(uint)];
        for (var i = 0; i < _fingerprints.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), _fingerprints[i]);
        }

        return bytes;
    }
}
