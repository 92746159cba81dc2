using RnnToolkit.TestSupport;

namespace RnnToolkit.Bundle.Tests;

public sealed class AtomicOutputTests : IDisposable
{
    readonly TempDirectory _temp = new();

    string Output => _temp["best"];

    [Fact]
    public void WriteDirectory_OnThisMachine_ReplacesAndLeavesNothingElse()
    {
        Write("old");
        Write("new");

        Assert.Equal("new", Read(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    // Linux is where bundles are served from, so there the promise is tried on the real file system.
    [Fact]
    public async Task WriteDirectory_WhileAnybodyReads_IsThereAtEveryMoment()
    {
        Write("0");
        if (!CanExchange())
        {
            return; // Windows, and file systems that cannot
        }

        using var stop = new CancellationTokenSource();
        var (looks, missed) = (0, 0);
        var reader = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    looks++;
                    missed += File.Exists(Path.Combine(Output, "content.txt")) ? 0 : 1;
                }
            },
            TaskCreationOptions.LongRunning);
        for (var i = 1; i <= 200 || (Volatile.Read(ref looks) == 0 && i < 100_000); i++)
        {
            Write($"{i}", new UnsyncedSteps());
        }

        await stop.CancelAsync();
        await reader.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(looks > 0);
        Assert.Equal(0, missed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteDirectory_ByManyAtOnce_EndsWithOneOfThemAndNothingElse(bool canExchange)
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Write($"{i}", new UnsyncedSteps(canExchange));
            Assert.True(AtomicOutput.DirectoryExists(Output));
        });

        Assert.InRange(int.Parse(Read(Output), System.Globalization.CultureInfo.InvariantCulture), 0, 63);
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteDirectory_WhileAnotherWriterLives_LeavesItsFilesAlone(bool canExchange)
    {
        AtomicOutput.WriteDirectory(
            Output,
            temporary =>
            {
                Write("inner", new UnsyncedSteps(canExchange));
                Assert.Equal("inner", Read(Output));
                File.WriteAllText(Path.Combine(temporary, "content.txt"), "outer");
            },
            new UnsyncedSteps(canExchange));

        Assert.Equal("outer", Read(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    // What 0.1 left when it was killed between its two renames.
    [Fact]
    public void Recover_DirectoryThatAnOlderReleaseSetAside_GivesItItsNameBack()
    {
        Write("old");
        Directory.Move(Output, _temp[".best.4711.tmp.old"]);
        Directory.CreateDirectory(_temp[".best.4711.tmp"]);

        Assert.Equal(Output, AtomicOutput.Recover(Output));

        Assert.Equal("old", Read(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Recover_WriterThatIsStoppedInTheMiddle_SaysWhereTheDirectoryIs()
    {
        Write("old");
        var aside = _temp[".best.1f2e3d4c.tmp.old"];
        Directory.Move(Output, aside);
        using var living = new FileStream(_temp[".best.1f2e3d4c.tmp.lock"], FileMode.CreateNew, FileAccess.Write, FileShare.None);

        Assert.Equal(aside, AtomicOutput.Recover(Output));

        Assert.Equal("old", Read(aside));
    }

    [Fact]
    public void RemoveLeftovers_OfTheDeadAndTheLiving_LeavesTheLiving()
    {
        Write("new");
        _temp.Write(".best.0badcafe.tmp/content.txt", "half deleted");
        _temp.Write(".best.0badcafe.tmp.lock", "");
        _temp.Write(".best.1f2e3d4c.tmp/content.txt", "half written");
        using var living = new FileStream(_temp[".best.1f2e3d4c.tmp.lock"], FileMode.CreateNew, FileAccess.Write, FileShare.None);

        AtomicOutput.RemoveLeftovers(Output);

        Assert.Equal("new", Read(Output));
        Assert.Equal(
            [_temp[".best.1f2e3d4c.tmp"], living.Name, Output],
            Directory.GetFileSystemEntries(_temp.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Recover_NothingThere_ChangesNothing()
    {
        _temp.Write(".other.1f2e3d4c.tmp.old/content.txt", "of another output");
        _temp.Write(".best.bin.1f2e3d4c.tmp.old/content.txt", "of another output");

        Assert.Equal(Output, AtomicOutput.Recover(Output));

        Assert.False(AtomicOutput.DirectoryExists(Output));
        Assert.Equal(2, Directory.GetFileSystemEntries(_temp.Path).Length);
    }

    [Fact]
    public void WriteDirectory_ThatFails_LeavesTheOlderOne()
    {
        Write("old");

        Assert.Throws<IOException>(() => AtomicOutput.WriteDirectory(Output, temporary =>
        {
            File.WriteAllText(Path.Combine(temporary, "content.txt"), "half");
            throw new IOException("disk full");
        }));

        Assert.Equal("old", Read(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void WriteDirectory_FileOfThatName_IsLeftAlone()
    {
        File.WriteAllText(Output, "dear diary");

        Assert.ThrowsAny<IOException>(() => Write("new"));

        Assert.Equal("dear diary", File.ReadAllText(Output));
        Assert.Equal([Output], Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Write_ThroughSymbolicLinks_ReplacesWhatTheyLeadTo()
    {
        Directory.CreateDirectory(_temp["store"]);
        AtomicOutput.WriteDirectory(_temp["store", "v1"], temporary => File.WriteAllText(Path.Combine(temporary, "content.txt"), "old"));
        File.WriteAllText(_temp["store", "run.json"], "old");
        if (!TryLink(() => Directory.CreateSymbolicLink(Output, Path.Combine("store", "v1"))) || !TryLink(() => File.CreateSymbolicLink(_temp["run.json"], Path.Combine("store", "run.json"))))
        {
            return; // Windows without developer mode
        }

        Write("new");
        AtomicOutput.WriteFile(_temp["run.json"], stream => stream.Write("new"u8));

        Assert.NotNull(new DirectoryInfo(Output).LinkTarget);
        Assert.Equal("new", Read(_temp["store", "v1"]));
        Assert.NotNull(new FileInfo(_temp["run.json"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_temp["store", "run.json"]));
        Assert.Equal(2, Directory.GetFileSystemEntries(_temp["store"]).Length);
    }

    public void Dispose() => _temp.Dispose();

    bool CanExchange()
    {
        var (left, right) = (Directory.CreateDirectory(_temp["left"]).FullName, Directory.CreateDirectory(_temp["right"]).FullName);
        var can = NativeFiles.TryExchange(left, right);
        Directory.Delete(left);
        Directory.Delete(right);
        return can;
    }

    static bool TryLink(Action create)
    {
        try
        {
            create();
            return true;
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static string Read(string path) => File.ReadAllText(Path.Combine(path, "content.txt"));

    void Write(string content, FileSteps? steps = null) => AtomicOutput.WriteDirectory(
        Output, temporary => File.WriteAllText(Path.Combine(temporary, "content.txt"), content), steps ?? FileSteps.Real);

    /// <summary>The real file system, with or without the exchange, and without the time that the disk takes.</summary>
    sealed class UnsyncedSteps(bool canExchange = true) : FileSteps
    {
        protected override bool Exchange(string left, string right) => canExchange && base.Exchange(left, right);

        protected override void FlushFile(string path)
        {
        }

        protected override void FlushDirectory(string path)
        {
        }
    }
}
