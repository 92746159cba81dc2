using System.Runtime.CompilerServices;

namespace RnnToolkit.Preprocess;

/// <summary>A short ASCII token in two registers, so that comparing and hashing it touches no memory.</summary>
/// <param name="Low">Characters 0 to 7, a byte each.</param>
/// <param name="High">Characters 8 to 11.</param>
readonly record struct PackedToken(ulong Low, uint High)
{
    /// <summary>Characters that fit. Nineteen of twenty words of English have no more.</summary>
    public const int MaxLength = 12;

    /// <summary>Packs a token of 1 to <see cref="MaxLength"/> characters, all from U+0001 to U+007F; other tokens do not fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPack(ReadOnlySpan<char> token, out PackedToken packed)
    {
        var (low, high) = (0UL, 0U);
        packed = default;
        if (token.Length is 0 or > MaxLength)
        {
            return false;
        }

        for (var i = 0; i < token.Length; i++)
        {
            var c = token[i];
            if (c is '\0' or > '\u007F')
            {
                return false;
            }

            if (i < sizeof(ulong))
            {
                low |= (ulong)c << (8 * i);
            }
            else
            {
                high |= (uint)c << (8 * (i - sizeof(ulong)));
            }
        }

        packed = new PackedToken(low, high);
        return true;
    }
}
