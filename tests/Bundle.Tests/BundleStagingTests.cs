using RnnToolkit.TestSupport;

namespace RnnToolkit.Bundle.Tests;

public sealed class BundleStagingTests : IDisposable
{
    readonly TempDirectory _temp = new();

    string Output => _temp["lstm1"];

    [Fact]
    public void Publish_FilesManifestChecksAndMeasurements_MakesABundleThatListsThemAll()
    {
        using (var staging = BundleStaging.Create(Output))
        {
            Add(staging);
            staging.WriteManifest(TinyManifest.Manifest);
            var listed = ModelBundle.Read(staging.Directory).Manifest.Files.Count; // as a check does
            staging.Add(ModelBundle.ModelCardFile, [(byte)listed]);
            staging.WriteManifest(TinyManifest.Manifest);
            Assert.False(Directory.Exists(Output));
            staging.Publish();
        }

        Assert.Equal(
            TinyManifest.Files.Keys.Append(ModelBundle.ModelCardFile).Order(StringComparer.Ordinal), ModelBundle.Read(Output).Manifest.Files.Keys);
        Assert.Equal([(byte)TinyManifest.Files.Count], File.ReadAllBytes(Path.Combine(Output, ModelBundle.ModelCardFile)));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Dispose_NotPublished_LeavesTheOlderBundleAndNothingElse()
    {
        ModelBundle.Write(Output, TinyManifest.Manifest, TinyManifest.Files);

        using (var staging = BundleStaging.Create(Output))
        {
            Add(staging);
            staging.WriteManifest(TinyManifest.Manifest with { Threshold = 0.25 });
        }

        Assert.Equal(0.5, ModelBundle.Read(Output).Manifest.Threshold);
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Publish_FileThatTheManifestLacks_IsAMistakeOfTheCaller()
    {
        using var staging = BundleStaging.Create(Output);
        Add(staging);
        staging.WriteManifest(TinyManifest.Manifest);
        staging.Add(ModelBundle.ParityFile, [1]);

        Assert.Throws<InvalidOperationException>(staging.Publish);
    }

    [Theory]
    [InlineData(ModelBundle.ManifestFile)]
    [InlineData("../model.onnx")]
    [InlineData("diary.txt")]
    public void Add_FileThatBundlesDoNotHave_IsAMistakeOfTheCaller(string file)
    {
        using var staging = BundleStaging.Create(Output);

        Assert.Throws<ArgumentException>(() => staging.Add(file, [1]));
    }

    // Checks take minutes, during which another program may put a file there.
    [Fact]
    public void Publish_ForeignFileThatCameMeanwhile_IsLeftAlone()
    {
        ModelBundle.Write(Output, TinyManifest.Manifest, TinyManifest.Files);
        using var staging = BundleStaging.Create(Output);
        Add(staging);
        staging.WriteManifest(TinyManifest.Manifest);
        _temp.Write("lstm1/diary.txt", "dear diary");

        Assert.Contains("found diary.txt", Assert.Throws<IOException>(staging.Publish).Message, StringComparison.Ordinal);

        Assert.Equal("dear diary", File.ReadAllText(_temp["lstm1", "diary.txt"]));
    }

    // The same writer as for checkpoints, whose every step is tested; here that bundles do go through it.
    [Fact]
    public void Publish_KilledAfterAnyStep_LeavesTheOldOrTheNewBundle()
    {
        var saved = false;
        for (var stop = 1; !saved; stop++)
        {
            ModelBundle.Write(Output, TinyManifest.Manifest, TinyManifest.Files);
            saved = Killed(new StoppingSteps(stop, canExchange: stop % 2 == 0));
            var threshold = ModelBundle.Read(Output).Manifest.Threshold;
            Assert.Contains(threshold, saved ? [0.25] : new[] { 0.5, 0.25 });
            Assert.InRange(stop, 1, 100);
        }

        ModelBundle.Write(Output, TinyManifest.Manifest, TinyManifest.Files);
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));

        bool Killed(StoppingSteps steps)
        {
            try
            {
                using var staging = BundleStaging.Create(Output, steps);
                Add(staging);
                staging.WriteManifest(TinyManifest.Manifest with { Threshold = 0.25 });
                staging.Publish();
                return true;
            }
            catch (KilledException)
            {
                return false;
            }
        }
    }

    public void Dispose() => _temp.Dispose();

    static void Add(BundleStaging staging)
    {
        foreach (var (file, content) in TinyManifest.Files)
        {
            staging.Add(file, content);
        }
    }
}
