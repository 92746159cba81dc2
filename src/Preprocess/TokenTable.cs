using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace RnnToolkit.Preprocess;

/// <summary>
/// Maps tokens to numbers. A vocabulary does not fit in a processor's cache, so the cost of a look-up is the memory that it touches: here one
/// slot of 16 bytes that holds the token itself, where a dictionary reads a bucket, an entry and the string.
/// </summary>
sealed class TokenTable
{
    // Random per process, so that no vocabulary can be written whose tokens all collide in one slot.
    static readonly ulong s_seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    readonly Slot[] _slots;
    readonly int _shift;

    // Long tokens, and those outside ASCII.
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _others;

    /// <summary>Creates a table for at most <paramref name="capacity"/> tokens.</summary>
    public TokenTable(int capacity)
    {
        // At most half full: a token is on its own slot or one of the next few.
        var bits = Math.Max(4, BitOperations.Log2((2 * (uint)capacity) | 1) + 1);
        _slots = new Slot[1 << bits];
        _shift = 64 - bits;
        _others = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds a token with a number above 0; false when the token is there already.</summary>
    public bool TryAdd(string token, int number)
    {
        if (!PackedToken.TryPack(token, out var packed))
        {
            return _others.Dictionary.TryAdd(token, number);
        }

        ref var slot = ref Find(packed);
        if (slot.Number != 0)
        {
            return false;
        }

        slot = new Slot(packed.Low, packed.High, number);
        return true;
    }

    /// <summary>The number of a token; 0 when it is not in the table.</summary>
    public int this[ReadOnlySpan<char> token] =>
        PackedToken.TryPack(token, out var packed) ? Find(packed).Number
        : _others.TryGetValue(token, out var number) ? number
        : 0;

    /// <summary>The number of a short token; 0 when it is not in the table.</summary>
    public int this[PackedToken token] => Find(token).Number;

    /// <summary>The slot of a token, or the empty one where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ref Slot Find(PackedToken token)
    {
        var mask = _slots.Length - 1;
        for (var i = (int)(Hash(token) >> _shift); ; i = (i + 1) & mask)
        {
            ref var slot = ref _slots[i];
            if (slot.Number == 0 || (slot.Low == token.Low && slot.High == token.High))
            {
                return ref slot;
            }
        }
    }

    // Multiplications carry every bit of the token into the upper half, from which the slot is taken.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Hash(PackedToken token)
    {
        var hash = (token.Low ^ s_seed) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32) ^ token.High) * 0xD6E8FEB86659FD93;
        return (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15;
    }

    readonly record struct Slot(ulong Low, uint High, int Number);
}
