using RnnToolkit.TestSupport;

namespace RnnToolkit.Bundle.Tests;

/// <summary>
/// Bundles as Kubernetes mounts a ConfigMap or a projected volume: each file is a link to ..data/file, ..data is a link to a directory with a time in
/// its name, and an update exchanges that second link.
/// </summary>
public sealed class LinkedBundleTests : IDisposable
{
    readonly TempDirectory _temp = new();
    int _generations;

    string Mount => _temp["lstm1"];

    [Fact]
    public void Read_FilesThatAreLinks_ReadsWhatTheyLeadTo()
    {
        if (!TryMount(threshold: 0.5))
        {
            return; // Windows without developer mode
        }

        var bundle = ModelBundle.Read(Mount);

        Assert.Equal([1, 2, 3], bundle.Graph);
        Assert.Equal(0.5f, Assert.Single(bundle.ReadGolden()).Logit);
        ModelBundle.CheckFiles(Mount, bundle.Manifest);
    }

    [Fact]
    public void Read_DirectoryThatIsALink_ReadsWhatItLeadsTo()
    {
        if (!TryMount(threshold: 0.5))
        {
            return;
        }

        Directory.CreateSymbolicLink(_temp["current"], "lstm1");

        Assert.Equal(0.5, ModelBundle.Read(_temp["current"]).Manifest.Threshold);
    }

    [Fact]
    public void Read_LinkToADamagedFile_NamesTheFileAndItsLength()
    {
        if (!TryMount(threshold: 0.5))
        {
            return;
        }

        File.WriteAllBytes(Path.Combine(Mount, "..data", ModelBundle.GraphFile), [1, 2, 3, 4]);

        var refusal = Assert.Throws<BundleFormatException>(() => ModelBundle.Read(Mount));

        Assert.Equal($"{Path.Combine(Mount, ModelBundle.GraphFile)}: found 4 bytes, expected 3 bytes as bundle.json says", refusal.Message);
    }

    [Fact]
    public void Read_LinkThatLeadsNowhere_SaysThatTheFileIsMissing()
    {
        if (!TryMount(threshold: 0.5))
        {
            return;
        }

        File.Delete(Path.Combine(Mount, "..data", ModelBundle.GraphFile));

        var refusal = Assert.Throws<BundleFormatException>(() => ModelBundle.Read(Mount));

        Assert.StartsWith($"{Path.Combine(Mount, ModelBundle.GraphFile)}: found no such file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WhileAnUpdateSwapsTheLinks_GivesOneGenerationOrAClearRefusal()
    {
        if (!TryMount(threshold: 0.5))
        {
            return;
        }

        using var stop = new CancellationTokenSource();
        var swapper = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 10_000 && !stop.IsCancellationRequested; i++)
                {
                    Update(threshold: i % 2 == 0 ? 0.25 : 0.5);
                    Thread.Sleep(1);
                }
            },
            TaskCreationOptions.LongRunning);
        var reads = 0;
        for (var tries = 0; reads < 100 && tries < 10_000; tries++)
        {
            try
            {
                var bundle = ModelBundle.Read(Mount);
                Assert.Equal(Graph(bundle.Manifest.Threshold), bundle.Graph);
                reads++;
            }
            catch (BundleFormatException)
            {
                // The updates came faster than the bundle could be read, ten times in a row.
            }
        }

        await stop.CancelAsync();
        await swapper.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(100, reads);
    }

    public void Dispose() => _temp.Dispose();

    static byte[] Graph(double threshold) => threshold < 0.5 ? [4, 5, 6] : [1, 2, 3];

    bool TryMount(double threshold)
    {
        Directory.CreateDirectory(Mount);
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(Mount, "..data"), Generation(threshold));
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(Mount, "..data")).Select(file => Path.GetFileName(file)))
        {
            File.CreateSymbolicLink(Path.Combine(Mount, file), Path.Combine("..data", file));
        }

        return true;
    }

    /// <summary>As the kubelet does it: a new directory, the link exchanged, the old directory deleted.</summary>
    void Update(double threshold)
    {
        var (data, next) = (Path.Combine(Mount, "..data"), Path.Combine(Mount, "..data_tmp"));
        var old = Path.Combine(Mount, new DirectoryInfo(data).LinkTarget!);
        Directory.CreateSymbolicLink(next, Generation(threshold));
        if (!NativeFiles.TryExchange(next, data))
        {
            Directory.Delete(data);
            Directory.Move(next, data);
        }
        else
        {
            Directory.Delete(next);
        }

        Directory.Delete(old, recursive: true);
    }

    string Generation(double threshold)
    {
        var name = FormattableString.Invariant($"..2026_01_01_00_00_{++_generations:00}");
        var files = new Dictionary<string, byte[]>(TinyManifest.Files) { [ModelBundle.GraphFile] = Graph(threshold) };
        ModelBundle.Write(Path.Combine(Mount, name), TinyManifest.Manifest with { Threshold = threshold }, files);
        return name;
    }
}
