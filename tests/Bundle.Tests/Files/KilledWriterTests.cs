using RnnToolkit.TestSupport;

namespace RnnToolkit.Bundle.Tests;

/// <summary>Kills a writer after every step it takes in the file system, and looks at what is left.</summary>
public sealed class KilledWriterTests : IDisposable
{
    readonly TempDirectory _temp = new();
    string[] _files = ["config.json", "weights.bin"];
    int _folders;

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void WriteDirectory_KilledAfterAnyStep_LeavesTheOldOrTheNewOne(bool replaces, bool canExchange)
    {
        var steps = EveryStop(stop =>
        {
            var path = Output(replaces);
            var saved = Killed(() => WriteDirectory(path, "new", new StoppingSteps(stop, canExchange)));
            if (canExchange && replaces)
            {
                Assert.Contains(Content(path), new[] { "old", "new" }); // without any help of ours
            }

            var found = AtomicOutput.Recover(path, new StoppingSteps());
            Assert.Equal(path, found);
            RequireOldOrNew(path, replaces, saved);
            WriteDirectory(path, "newer", new StoppingSteps(canExchange: canExchange));
            Assert.Equal("newer", Content(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
            return saved;
        });

        Assert.InRange(steps, 9, 60);
    }

    // Whoever tidies up may be killed, too, be it a writer or a reader.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteDirectory_KilledTwice_LeavesTheNewestThatWasSaved(bool canExchange) => EveryStop(first =>
    {
        _files = ["config.json"]; // or there are too many pairs of steps
        var saved = false;
        EveryStop(second =>
        {
            var path = Output(replaces: true);
            saved = Killed(() => WriteDirectory(path, "new", new StoppingSteps(first, canExchange)));
            var savedAgain = Killed(() => WriteDirectory(path, "newer", new StoppingSteps(second, canExchange)));
            Killed(() => AtomicOutput.Recover(path, new StoppingSteps(stopAfter: 1)));

            AtomicOutput.Recover(path, new StoppingSteps());
            string[] expected = savedAgain ? ["newer"] : saved ? ["new", "newer"] : ["old", "new", "newer"];
            Assert.Contains(Content(path), expected);
            WriteDirectory(path, "newest", new StoppingSteps(canExchange: canExchange));
            Assert.Equal("newest", Content(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
            return savedAgain;
        });
        return saved;
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WriteFile_KilledAfterAnyStep_LeavesTheOldOrTheNewOne(bool replaces) => EveryStop(stop =>
    {
        var path = Path.Combine(Folder(), "run.json");
        if (replaces)
        {
            WriteFile(path, "old", new StoppingSteps());
        }

        var saved = Killed(() => WriteFile(path, "new", new StoppingSteps(stop)));

        var found = File.Exists(path) ? File.ReadAllText(path) : "none";
        Assert.Contains(found, saved ? ["new"] : new[] { replaces ? "old" : "none", "new" });
        WriteFile(path, "newer", new StoppingSteps());
        Assert.Equal("newer", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
        return saved;
    });

    // What a power cut leaves depends on what was written to the disk before: that cannot be tried, but the order can be seen.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteDirectory_Replacing_SyncsAllThatIsNewBeforeAnythingOldGoes(bool canExchange)
    {
        var path = Output(replaces: true);
        var steps = new StoppingSteps(canExchange: canExchange);

        WriteDirectory(path, "new", steps);

        var taken = steps.Taken.ToList();
        var folder = Path.GetDirectoryName(path)!;
        var named = taken.FindLastIndex(step => step.StartsWith(canExchange ? "exchange " : "move ", StringComparison.Ordinal) && step.EndsWith(path, StringComparison.Ordinal));
        var inTemporary = taken.FindAll(step => step.StartsWith("sync ", StringComparison.Ordinal) && step.Contains(".tmp", StringComparison.Ordinal));
        var folderSynced = taken.FindIndex(named, step => step == $"sync {folder}");
        var firstDeleted = taken.FindIndex(step => step.StartsWith("delete ", StringComparison.Ordinal));
        Assert.Equal(["config.json", "weights.bin"], inTemporary.Select(step => Path.GetFileName(step)).Where(name => !name.StartsWith('.')).Order());
        Assert.Contains(inTemporary, step => step.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.All(inTemporary, step => Assert.InRange(taken.IndexOf(step), 0, named));
        Assert.True(named < folderSynced && folderSynced < firstDeleted, string.Join('\n', taken));
    }

    [Fact]
    public void WriteDirectory_BelowFoldersThatAreNew_SyncsThemToo()
    {
        var (folder, steps) = (Folder(), new StoppingSteps());

        WriteDirectory(Path.Combine(folder, "run", "gru1", "last"), "new", steps);

        Assert.Equal(
            [$"create {Path.Combine(folder, "run")}", $"sync {folder}", $"create {Path.Combine(folder, "run", "gru1")}", $"sync {Path.Combine(folder, "run")}"],
            steps.Taken.Take(4));
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>Calls <paramref name="test"/> for every number of steps until it says that the writer came to its end; returns their count.</summary>
    static int EveryStop(Func<int, bool> test)
    {
        for (var stop = 1; ; stop++)
        {
            if (test(stop))
            {
                return stop;
            }

            Assert.InRange(stop, 1, 1000);
        }
    }

    /// <returns>Whether the writer said that all is saved.</returns>
    static bool Killed(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    void RequireOldOrNew(string path, bool replaces, bool saved) =>
        Assert.Contains(Content(path), saved ? ["new"] : new[] { replaces ? "old" : "none", "new" });

    void WriteDirectory(string path, string content, StoppingSteps steps) => AtomicOutput.WriteDirectory(path, temporary =>
    {
        foreach (var file in _files)
        {
            steps.TakeOther("write", () => File.WriteAllText(Path.Combine(temporary, file), content));
        }
    }, steps);

    static void WriteFile(string path, string content, StoppingSteps steps) => AtomicOutput.WriteFile(path, stream =>
    {
        steps.TakeOther("write", () => stream.Write("n"u8));
        stream.SetLength(0);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
    }, steps);

    /// <summary>What all files of the directory hold; fails when they differ, or one is missing.</summary>
    string Content(string path)
    {
        if (!Directory.Exists(path))
        {
            return "none";
        }

        Assert.Equal(_files, Directory.GetFiles(path).Select(file => Path.GetFileName(file)).Order());
        return Assert.Single(_files.Select(file => File.ReadAllText(Path.Combine(path, file))).Distinct());
    }

    string Output(bool replaces)
    {
        var path = Path.Combine(Folder(), "best");
        if (replaces)
        {
            WriteDirectory(path, "old", new StoppingSteps());
        }

        return path;
    }

    string Folder() => Directory.CreateDirectory(_temp[$"{_folders++}"]).FullName;
}
