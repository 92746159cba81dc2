using System.Security.Cryptography;
using System.Text;

namespace RnnToolkit.Bundle.Tests;

public class ManifestSealTests
{
    static readonly string s_json = $$"""{"name":"lstm1","manifestSha256":"{{ManifestSeal.Blank}}"}""";

    static readonly string s_hash = Hash(s_json);

    [Fact]
    public void Apply_BlankManifest_PutsInTheHashOfTheBlankOne()
    {
        var bytes = Encoding.UTF8.GetBytes(s_json);

        ManifestSeal.Apply(bytes);

        Assert.Equal(s_json.Replace(ManifestSeal.Blank, s_hash, StringComparison.Ordinal), Encoding.UTF8.GetString(bytes));
        Assert.Equal(s_hash, ManifestSeal.Of(bytes, s_hash));
    }

    // The seal is the last field: whatever looks like it earlier is part of what is sealed.
    [Fact]
    public void Apply_BlankThatComesTwice_ReplacesTheLast()
    {
        var json = $"{ManifestSeal.Blank} {ManifestSeal.Blank}";
        var bytes = Encoding.UTF8.GetBytes(json);

        ManifestSeal.Apply(bytes);

        Assert.Equal($"{ManifestSeal.Blank} {Hash(json)}", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Of_SealThatComesTwice_BlanksTheLast()
    {
        var seal = new string('a', 64);

        Assert.Equal(Hash($"{seal} {ManifestSeal.Blank}"), ManifestSeal.Of(Encoding.UTF8.GetBytes($"{seal} {seal}"), seal));
    }

    [Fact]
    public void Of_OtherLabel_GivesAnotherHash() =>
        Assert.NotEqual(s_hash, ManifestSeal.Of(Encoding.UTF8.GetBytes(s_json.Replace("lstm1", "lstm2", StringComparison.Ordinal)), ManifestSeal.Blank));

    [Theory]
    [InlineData("lstm1")] // of another length than a hash
    [InlineData("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")] // not in the document
    public void Of_SealThatIsNone_HashesTheDocumentAsItIs(string seal)
    {
        var bytes = Encoding.UTF8.GetBytes(s_json);

        Assert.Equal(s_hash, ManifestSeal.Of(bytes, seal));
        Assert.Equal(s_json, Encoding.UTF8.GetString(bytes));
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
