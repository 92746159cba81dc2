using RnnToolkit.TestSupport;

namespace RnnToolkit.Bundle.Tests;

public sealed class ModelBundleTests : IDisposable
{
    static readonly Dictionary<string, byte[]> s_files = TinyManifest.Files;
    static readonly BundleManifest s_manifest = TinyManifest.Manifest;

    readonly TempDirectory _temp = new();

    string Directory => _temp["lstm1"];

    [Fact]
    public void Read_WhatWriteWrote_GivesEverythingBack()
    {
        ModelBundle.Write(Directory, s_manifest, s_files);

        var bundle = ModelBundle.Read(Directory);

        Assert.Equal(s_manifest.Model, bundle.Manifest.Model);
        Assert.Equal(s_files.Keys.Order(), bundle.Manifest.Files.Keys);
        Assert.Equal([1, 2, 3], bundle.Graph);
        Assert.Equal(["good", "film"], bundle.Vocabulary.Tokens);
        Assert.Equal(0.5f, Assert.Single(bundle.ReadGolden()).Logit);
    }

    [Theory]
    [InlineData(ModelBundle.GraphFile)]
    [InlineData(ModelBundle.VocabularyFileName)]
    [InlineData(ModelBundle.GoldenFile)]
    public void Read_AnyChangedByte_IsRefused(string file)
    {
        ModelBundle.Write(Directory, s_manifest, s_files);
        var path = Path.Combine(Directory, file);
        var bytes = File.ReadAllBytes(path);
        Assert.All(Enumerable.Range(0, bytes.Length), i =>
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            File.WriteAllBytes(path, changed);
            Assert.StartsWith($"{path}: SHA-256: found ", Refusal().Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 9", "formatVersion: found 9, expected 1")]
    [InlineData("\"threshold\": 0.5", "\"threshold\": 7", "threshold is 7")]
    [InlineData("\"model.onnx\": {", "\"../model.onnx\": {", "files lacks model.onnx")]
    [InlineData("\"model.onnx\": {", "\"\\u0000\": { \"bytes\": 0, \"sha256\": \"\" }, \"model.onnx\": {", "expected the name of a file next to bundle.json")]
    [InlineData("\"bytes\": 3", "\"bytes\": 9000000000000", "found 3 bytes, expected 9000000000000 bytes")]
    [InlineData("\"sequenceLength\": 100", "\"sequenceLength\": 50", "preprocessingSha256: found")]
    [InlineData("\"count\": 2", "\"count\": 3", "vocabulary.count is 3, expected 2")]
    [InlineData("\"name\": \"lstm1\"", "\"name\": \"../../x\"", "name is")]
    [InlineData("\"labels\"", "\"label\"", "found")]
    public void Read_ChangedManifest_SaysWhatIsWrong(string old, string changed, string message)
    {
        ModelBundle.Write(Directory, s_manifest, s_files);
        var path = Path.Combine(Directory, ModelBundle.ManifestFile);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, changed, StringComparison.Ordinal));

        Assert.Contains(message, Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DirectoryOfBundles_IsRefusedAndNamesThem()
    {
        foreach (var name in new[] { "gru1", "notes", "rnn1" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(Directory, name));
        }

        File.WriteAllText(Path.Combine(Directory, "gru1", "bundle.json"), "");
        File.WriteAllText(Path.Combine(Directory, "rnn1", "bundle.json"), "");

        Assert.Equal(
            $"{Path.Combine(Directory, "bundle.json")}: found no such file, expected a bundle, such as {Path.Combine(Directory, "gru1")} or {Path.Combine(Directory, "rnn1")}",
            Refusal().Message);
    }

    [Fact]
    public void Read_MissingDirectory_IsRefused() => Assert.Contains("found no such directory", Refusal().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("diary.txt")]
    [InlineData("photos")]
    public void Write_DirectoryOfSomebodyElse_IsLeftAlone(string entry)
    {
        ModelBundle.Write(Directory, s_manifest, s_files);
        var path = Path.Combine(Directory, entry);
        if (Path.HasExtension(entry))
        {
            File.WriteAllText(path, "dear diary");
        }
        else
        {
            System.IO.Directory.CreateDirectory(path);
        }

        var refusal = Assert.Throws<IOException>(() => ModelBundle.Write(Directory, s_manifest with { Threshold = 0.25 }, s_files));

        Assert.StartsWith($"{Directory}: found {entry}, which is not part of a bundle", refusal.Message, StringComparison.Ordinal);
        Assert.True(Path.Exists(path));
        Assert.Equal(0.5, ModelBundle.Read(Directory).Manifest.Threshold);
    }

    [Fact]
    public void Write_FileOfThatName_IsLeftAlone()
    {
        File.WriteAllText(Directory, "dear diary");

        var refusal = Assert.Throws<IOException>(() => ModelBundle.Write(Directory, s_manifest, s_files));

        Assert.StartsWith($"{Directory}: found a file", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("dear diary", File.ReadAllText(Directory));
    }

    [Fact]
    public void Write_EmptyDirectory_IsFilled()
    {
        System.IO.Directory.CreateDirectory(Directory);

        ModelBundle.Write(Directory, s_manifest, s_files);

        Assert.Equal(0.5, ModelBundle.Read(Directory).Manifest.Threshold);
    }

    [Fact]
    public void Write_LeftoversOfAKilledProcess_AreNoPartOfTheBundle()
    {
        // In a container the next process has the same id.
        var temporary = Path.Combine(_temp.Path, $".{Path.GetFileName(Directory)}.{Environment.ProcessId}.tmp");
        System.IO.Directory.CreateDirectory(temporary);
        File.WriteAllText(Path.Combine(temporary, ModelBundle.TextGraphFile), "half");
        System.IO.Directory.CreateDirectory(temporary + ".old");

        ModelBundle.Write(Directory, s_manifest, s_files);
        ModelBundle.Write(Directory, s_manifest, s_files);

        Assert.False(File.Exists(Path.Combine(Directory, ModelBundle.TextGraphFile)));
        Assert.Equal([Directory], System.IO.Directory.GetFileSystemEntries(_temp.Path));
    }

    public void Dispose() => _temp.Dispose();

    BundleFormatException Refusal() => Assert.Throws<BundleFormatException>(() => ModelBundle.Read(Directory));
}
