using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RnnToolkit.Preprocess.Tests;

/// <summary>Started by <see cref="GlobalizationTests"/> as a program of its own, because the mode of globalization is chosen when a process starts.</summary>
static class Program
{
    static int Main(string[] args)
    {
        if (args is not ["tokens", var culture])
        {
            return 1;
        }

        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Console.Out.WriteLine($"{("\u0130" == "I\u0307".Normalize() ? "ICU" : "invariant")} {Hash()}");
        return 0;
    }

    /// <summary>A hash over the tokens of every code point in several contexts, their rows when unknown, and their n-grams.</summary>
    public static string Hash()
    {
        var encoder = new TextEncoder(PreprocessConfig.General with { NGrams = null }, new Vocabulary(["a"]));
        var tokenizer = new Tokenizer(PreprocessConfig.General);
        var extractor = new NGramExtractor(tokenizer, new NGramConfig());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var ids = new long[encoder.SequenceLength];
        var text = new StringBuilder();
        for (var first = 0; first < 0x110000; first += 10)
        {
            text.Clear();
            for (var c = first; c < Math.Min(first + 10, 0x110000); c++)
            {
                // Of what is not assigned and of what is for private use, a part.
                if (Rune.IsValid(c) && (c % 97 == 0 || CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)))
                {
                    text.Append(CultureInfo.InvariantCulture, $"{new Rune(c)} A{new Rune(c)}b don{new Rune(c)}t I{new Rune(c)}\u0301 ");
                }
            }

            var all = text.ToString();
            using var tokens = tokenizer.Enumerate(all);
            while (tokens.MoveNext())
            {
                hash.AppendData(MemoryMarshal.AsBytes(tokens.Current));
                hash.AppendData(MemoryMarshal.AsBytes<int>([tokens.CurrentRange.Start.Value, tokens.CurrentRange.End.Value]));
            }

            encoder.Encode(all, ids);
            hash.AppendData(MemoryMarshal.AsBytes<long>(ids));
            hash.AppendData(MemoryMarshal.AsBytes(extractor.Extract(all)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
