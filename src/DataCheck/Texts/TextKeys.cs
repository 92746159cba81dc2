using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RnnToolkit.DataCheck;

/// <summary>Keys that are equal for equal texts. 128 bits of SHA-256: no two texts share one by chance, and nobody can make two that do.</summary>
static class TextKeys
{
    /// <summary>The key of a text without regard to case, to white space around it, and to how much of it stands between words.</summary>
    public static UInt128 OfText(string text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length + 1);
        var length = 0;
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
            else if (length > 0 && buffer[length - 1] != ' ')
            {
                buffer[length++] = ' ';
            }
        }

        length -= length > 0 && buffer[length - 1] == ' ' ? 1 : 0;
        var key = Of(MemoryMarshal.AsBytes(buffer.AsSpan(0, length)));
        ArrayPool<char>.Shared.Return(buffer);
        return key;
    }

    /// <summary>The key of a sequence of tokens.</summary>
    public static UInt128 OfTokens(ReadOnlySpan<int> tokens) => Of(MemoryMarshal.AsBytes(tokens));

    static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new UInt128(MemoryMarshal.Read<ulong>(hash), MemoryMarshal.Read<ulong>(hash[8..]));
    }
}
