using System.Security.Cryptography;
using System.Text;

namespace RnnToolkit.Bundle;

/// <summary>
/// The hash of a manifest, in the manifest itself. The manifest has a hash of every other file; without this one nobody would notice
/// a changed label or threshold.
/// </summary>
static class ManifestSeal
{
    /// <summary>Replaces the hash while the hash is computed.</summary>
    public static readonly string Blank = new('0', SHA256.HashSizeInBytes * 2);

    /// <summary>Puts the hash where <paramref name="json"/> has <see cref="Blank"/>.</summary>
    public static void Apply(byte[] json)
    {
        var at = json.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(Blank));
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)), json.AsSpan(at));
    }

    /// <summary>The hash that <paramref name="json"/>, in which <paramref name="seal"/> stands, should have.</summary>
    public static string Of(ReadOnlySpan<byte> json, string seal)
    {
        var blanked = json.ToArray();
        var at = seal.Length == Blank.Length ? blanked.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(seal)) : -1;
        if (at >= 0)
        {
            Encoding.ASCII.GetBytes(Blank, blanked.AsSpan(at));
        }

        return Convert.ToHexStringLower(SHA256.HashData(blanked));
    }
}
