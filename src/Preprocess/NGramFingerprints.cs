using System.Runtime.CompilerServices;

namespace RnnToolkit.Preprocess;

/// <summary>
/// Fingerprints of n-grams, 1 to 2^31 - 1: polynomials of code points modulo the prime 2^31 - 1, which an ONNX graph can compute with int64 operators.
/// </summary>
/// <remarks>
/// <c>docs/preprocessing.md</c> has the formulas. With a million fingerprints in a table, an unknown n-gram matches one of them with a probability of
/// 1 in 2,000.
/// </remarks>
static class NGramFingerprints
{
    /// <summary>The largest fingerprint, 2^31 - 1, and the modulus.</summary>
    public const uint Largest = int.MaxValue;

    /// <summary>Stands for the formulas and constants in the fingerprint of a configuration. Change it with them.</summary>
    public const string Version = "fingerprints-1";

    /// <summary>The boundary mark at both ends of a word. No token contains a space.</summary>
    public const int Boundary = ' ';

    // Random numbers, selected so that there are no collisions among all n-grams of 2 to 5 letters a to z (boundary marks included), and none among
    // the numbers of all tokens of 1 to 4 letters, digits and apostrophes or of 5 letters.
    public const uint CharacterOfWord = 1_332_499_942;
    public const uint WordOfSequence = 1_003_734_120;
    public const uint CharacterOfSequence = 1_285_333_330;
    public const uint WordSeed = 956_646_517;
    public const uint CharacterSeed = 1_845_008_792;

    static readonly uint[] s_wordPowers = Powers(WordOfSequence, NGramConfig.LargestWordMax);
    static readonly uint[] s_characterPowers = Powers(CharacterOfSequence, NGramConfig.LargestCharMax);
    static readonly uint[] s_characterStarts = [.. Enumerable.Range(0, NGramConfig.LargestCharMax + 1).Select(n => (uint)((ulong)n * CharacterSeed % Largest))];

    /// <summary>The number of a token in n-grams of tokens: the sum of c_i * B^i, i from 1.</summary>
    public static uint OfToken(ReadOnlySpan<char> token)
    {
        ulong sum = 0;
        uint power = 1;
        foreach (var rune in token.EnumerateRunes())
        {
            power = Multiply(power, CharacterOfWord);
            sum = Reduce(sum + ((ulong)rune.Value * power));
        }

        return (uint)sum;
    }

    /// <summary>The fingerprint of an n-gram of tokens: n * S + the sum of t_k * C^k, k from 1.</summary>
    public static uint OfTokens(ReadOnlySpan<uint> tokens)
    {
        var sum = (ulong)tokens.Length * WordSeed;
        for (var k = 0; k < tokens.Length; k++)
        {
            sum = Reduce(sum + ((ulong)tokens[k] * s_wordPowers[k]));
        }

        return NotZero((uint)sum);
    }

    /// <summary>Adds the character at a place, from 0, to the sum of an n-gram of characters: c * D^(place + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AddCharacter(uint sum, int codePoint, int place) => (uint)Reduce(sum + ((ulong)(uint)codePoint * s_characterPowers[place]));

    /// <summary>The fingerprint of an n-gram of characters: n * R + the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfCharacters(uint sum, int length) => NotZero((uint)Reduce((ulong)sum + s_characterStarts[length]));

    /// <summary>Replaces the remainder 0 by 2^31 - 1, which is never a remainder.</summary>
    static uint NotZero(uint remainder) => remainder == 0 ? Largest : remainder;

    static uint Multiply(uint a, uint b) => (uint)Reduce((ulong)a * b);

    /// <summary>The remainder of a number below 2^63. 2^31 is congruent to 1, so the sum of the digits in base 2^31 has the same remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Reduce(ulong value)
    {
        value = (value & Largest) + (value >> 31);
        value = (value & Largest) + (value >> 31);
        return value >= Largest ? value - Largest : value;
    }

    static uint[] Powers(uint factor, int count)
    {
        var powers = new uint[count];
        for (var (i, power) = (0, 1U); i < count; i++)
        {
            powers[i] = power = Multiply(power, factor);
        }

        return powers;
    }
}
