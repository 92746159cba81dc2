using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>Bundles that were damaged on the way: each is refused with one line, and none costs more memory than it has bytes.</summary>
public sealed partial class DamagedBundleTests : IDisposable
{
    // A tiny bundle loads with about 0.3 MB of managed memory; a refused one must stay in that order whatever it declares.
    const long AllocationLimit = 4 << 20;

    readonly TempDirectory _directory = new();

    public DamagedBundleTests() => new TinyBundle(RecurrentCell.Lstm).Write(BundlePath);

    string BundlePath => _directory["bundle"];

    static string[] Files => [ModelBundle.ManifestFile, ModelBundle.GraphFile, ModelBundle.VocabularyFileName, ModelBundle.GoldenFile, ModelBundle.ModelCardFile];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Load_AnyByteChanged_IsRefused()
    {
        const int seed = 11;
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var file = Path.Combine(BundlePath, Files[i % Files.Length]);
            var intact = File.ReadAllBytes(file);
            var damaged = intact.ToArray();
            var at = random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, damaged);
            AssertRefused($"{Path.GetFileName(file)}, byte {at}, damage {i} of seed {seed}");
            File.WriteAllBytes(file, intact);
        }

        using var classifier = TextClassifier.Load(BundlePath);
    }

    [Fact]
    public void Load_AnyFileCut_IsRefused()
    {
        const int seed = 12;
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
        {
            var file = Path.Combine(BundlePath, Files[i % Files.Length]);
            var intact = File.ReadAllBytes(file);
            var length = i < Files.Length ? 0 : random.Next(intact.Length);
            File.WriteAllBytes(file, intact[..length]);
            AssertRefused($"{Path.GetFileName(file)} cut to {length} bytes");
            File.WriteAllBytes(file, intact);
        }
    }

    [Theory]
    [InlineData(ModelBundle.GraphFile)]
    [InlineData(ModelBundle.VocabularyFileName)]
    [InlineData(ModelBundle.GoldenFile)]
    [InlineData(ModelBundle.ManifestFile)]
    public void Load_FileOfAnotherBundle_IsRefused(string file)
    {
        new TinyBundle(RecurrentCell.Lstm, seed: 2).Write(_directory["other"]);
        if (file == ModelBundle.VocabularyFileName)
        {
            File.WriteAllText(Path.Combine(_directory["other"], file), string.Concat(TinyBundle.Words.Reverse().Select(word => word + "\n")));
        }

        File.Copy(Path.Combine(_directory["other"], file), Path.Combine(BundlePath, file), overwrite: true);
        AssertRefused($"{file} of another bundle");
    }

    [Theory]
    [InlineData(ModelBundle.ManifestFile)]
    [InlineData(ModelBundle.GraphFile)]
    [InlineData(ModelBundle.VocabularyFileName)]
    [InlineData(ModelBundle.GoldenFile)]
    public void Load_FileMissing_IsNamed(string file)
    {
        File.Delete(Path.Combine(BundlePath, file));

        Assert.Contains(file, AssertRefused(file).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoDirectory_SaysSo() =>
        Assert.Equal(
            $"{_directory["nowhere"]}: found no such directory, expected a bundle: a directory with bundle.json",
            Assert.Throws<BundleFormatException>(() => TextClassifier.Load(_directory["nowhere"])).Message);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"formatVersion\": 1}")]
    [InlineData("{\"formatVersion\": 2}")]
    [InlineData("{\"formatVersion\": \"\\ud800\"}")]
    [InlineData("{\"formatVersion\": 1e999}")]
    [InlineData("\"\\ud800\"")]
    public void Load_HostileManifest_IsRefused(string json)
    {
        File.WriteAllText(Path.Combine(BundlePath, ModelBundle.ManifestFile), json);

        AssertRefused(json);
    }

    [Fact]
    public void Load_DeeplyNestedManifest_IsRefused() => AssertManifestRefused(new string('[', 1_000_000));

    [Theory]
    [InlineData("\"vocabularySize\": 31", "\"vocabularySize\": 2147483647")]
    [InlineData("\"vocabularySize\": 31", "\"vocabularySize\": 10000001")]
    [InlineData("\"hiddenSize\": 6", "\"hiddenSize\": 100000000")]
    [InlineData("\"sequenceLength\": 12", "\"sequenceLength\": 2147483647")]
    [InlineData("\"layers\": 1", "\"layers\": 1000000")]
    [InlineData("\"count\": 30", "\"count\": 999999999999")]
    [InlineData("\"bytes\": ", "\"bytes\": 99999999")]
    [InlineData("\"model.onnx\": {", "\"../../../../../../dev/zero\": {")]
    [InlineData("\"file\": \"model.onnx\"", "\"file\": \"/dev/zero\"")]
    [InlineData("\"int64\"", "\"string\"")]
    [InlineData("\"positive\"", "\"negative\"")]
    [InlineData("\"logits\"", "\"probability\"")]
    [InlineData("\"sequence\"", "\"sequence\", \"again\"")]
    [InlineData("\"inputs\": [", "\"inputs\": [ null,")]
    [InlineData("\"labels\": [", "\"labels\": [ null,")]
    [InlineData("\"steps\": [", "\"steps\": [ null,")]
    [InlineData("\"files\": {", "\"files\": { \"x\": null,")]
    [InlineData("\"file\": \"model.onnx\"", "\"file\": \"vocabulary.txt\"")]
    [InlineData("\"lstm\"", "\"transformer\"")]
    [InlineData("\"name\"", "\"name\": \"x\", \"name\"")]
    public void Load_HostileManifestField_IsRefused(string field, string hostile)
    {
        var path = Path.Combine(BundlePath, ModelBundle.ManifestFile);
        var json = File.ReadAllText(path);
        Assert.Contains(field, json, StringComparison.Ordinal);

        AssertManifestRefused(json.Replace(field, hostile, StringComparison.Ordinal));
    }

    BundleFormatException AssertManifestRefused(string json)
    {
        // Whoever forges a manifest forges its own hash, too.
        var seal = ManifestSeal().Match(json);
        if (seal.Success)
        {
            var blanked = json.Replace(seal.Value, new string('0', 64), StringComparison.Ordinal);
            json = json.Replace(seal.Value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blanked))), StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(BundlePath, ModelBundle.ManifestFile), json);
        return AssertRefused("manifest");
    }

    BundleFormatException AssertRefused(string what)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(() => TextClassifier.Load(BundlePath).Dispose());
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(exception is BundleFormatException, $"{what}: found {exception?.GetType().Name ?? "no exception"}, expected BundleFormatException");
        Assert.DoesNotContain('\n', exception!.Message);
        Assert.InRange(exception.Message.Length, 1, 1000);
        Assert.InRange(allocated, 0, AllocationLimit);
        return (BundleFormatException)exception;
    }

    [GeneratedRegex("(?<=\"manifestSha256\": \")[0-9a-f]{64}")]
    private static partial Regex ManifestSeal();
}
