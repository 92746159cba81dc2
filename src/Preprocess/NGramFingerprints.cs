using System.Runtime.CompilerServices;

namespace RnnToolkit.Preprocess;

/// <summary>
/// Fingerprints of n-grams: polynomials of code points modulo the prime 2^31 - 1, which a graph of ONNX can compute, too. From 1 to 2^31 - 1, never 0.
/// </summary>
/// <remarks>
/// <c>docs/preprocessing.md</c> has the formulas. A million fingerprints take one in two thousand of the numbers, so that an n-gram nobody has seen
/// is rarely taken for one of them.
/// </remarks>
static class NGramFingerprints
{
    /// <summary>The largest fingerprint, 2^31 - 1, and the modulus.</summary>
    public const uint Largest = int.MaxValue;

    /// <summary>Names the formulas and constants in the fingerprint of a configuration.</summary>
    public const string Version = "fingerprints-1";

    /// <summary>Stands at both ends of a word; no token holds a space.</summary>
    public const int Boundary = ' ';

    // Random numbers, chosen among others because no two n-grams of two to five letters from a to z get the same number, word ends included, nor
    // do two tokens of up to four letters, digits and apostrophes or of five letters.
    const uint CharacterOfWord = 1_332_499_942;
    const uint WordOfSequence = 1_003_734_120;
    const uint CharacterOfSequence = 1_285_333_330;
    const uint WordSeed = 956_646_517;
    const uint CharacterSeed = 1_845_008_792;

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

    /// <summary>0 is what pads the ids, so it becomes the one number that no remainder is.</summary>
    static uint NotZero(uint remainder) => remainder == 0 ? Largest : remainder;

    static uint Multiply(uint a, uint b) => (uint)Reduce((ulong)a * b);

    /// <summary>The remainder of a number below 2^63: 2^31 is 1 in this arithmetic, so the digits of base 2^31 are added.</summary>
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
