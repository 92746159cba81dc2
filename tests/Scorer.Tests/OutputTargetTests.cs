using RnnToolkit.CommandLine;

namespace RnnToolkit.Scorer.Tests;

/// <summary>An output replaces regular files, follows links, and writes into everything else.</summary>
public sealed class OutputTargetTests : IDisposable
{
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    readonly ScorerHarness _harness = new();
    readonly string _expected;

    public OutputTargetTests()
    {
        _harness.Write("in.csv", "text\ngood film\nawful plot\n");
        _expected = _harness.ScoreAsync("--input @in.csv").GetAwaiter().GetResult().Rows;
    }

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--resume")]
    public async Task Score_LinkToAFile_ReplacesTheFileAndKeepsTheLinks(string arguments)
    {
        _harness.Write("real/scores.csv", "older");
        File.CreateSymbolicLink(_harness["second.csv"], Path.Combine("real", "scores.csv"));
        File.CreateSymbolicLink(_harness["out.csv"], _harness["second.csv"]);

        var run = await _harness.ScoreAsync($"--input @in.csv --output @out.csv {arguments}");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(_expected, _harness.ReadText("real/scores.csv"));
        Assert.Equal(_harness["second.csv"], new FileInfo(_harness["out.csv"]).LinkTarget);
        Assert.Equal(Path.Combine("real", "scores.csv"), new FileInfo(_harness["second.csv"]).LinkTarget);
        Assert.Equal(["scores.csv"], Directory.EnumerateFileSystemEntries(_harness["real"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Score_DanglingLink_MakesTheFileItLeadsTo()
    {
        File.CreateSymbolicLink(_harness["out.csv"], "scores.csv");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv");

        Assert.Equal((0, _expected), (run.ExitCode, _harness.ReadText("scores.csv")));
        Assert.Equal("scores.csv", new FileInfo(_harness["out.csv"]).LinkTarget);
    }

    [Fact]
    public async Task Score_LoopOfLinks_IsRefused()
    {
        File.CreateSymbolicLink(_harness["out.csv"], "other.csv");
        File.CreateSymbolicLink(_harness["other.csv"], "out.csv");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv");

        Assert.Equal((1, $"--output: {_harness["out.csv"]}: found a loop of symbolic links, expected a file or directory"), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_LinkToTheInput_IsRefused()
    {
        File.CreateSymbolicLink(_harness["out.csv"], "in.csv");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv");

        Assert.Equal((1, $"--output: found {_harness["out.csv"]}, expected another file than the input"), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_DirectoryThatDoesNotExist_IsRefusedAndNotMade()
    {
        File.CreateSymbolicLink(_harness["link.csv"], Path.Combine("typo", "scores.csv"));

        foreach (var output in new[] { "typo/scores.csv", "link.csv" })
        {
            var run = await _harness.ScoreAsync($"--input @in.csv --output @{output}");

            Assert.Equal((1, $"--output: {_harness[output]}: found no directory {_harness["typo"]}, expected one that exists"), (run.ExitCode, run.ErrorLine));
        }

        Assert.Equal(["in.csv", "link.csv"], _harness.Files);
    }

    [Fact]
    public async Task Score_Device_IsWrittenIntoAndStays()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // /dev/full is Linux's
        }

        var full = await _harness.ScoreAsync("--input @in.csv --output /dev/full");
        Assert.Equal((1, "/dev/full: found no space left on device, expected to write the scores there"), (full.ExitCode, full.ErrorLine));
        Assert.Equal(0, (await _harness.ScoreAsync("--input @in.csv --output /dev/null")).ExitCode);

        foreach (var device in new[] { "/dev/full", "/dev/null" })
        {
            Assert.Equal(new OutputTarget(device, OutputKind.Special), OutputTarget.Of(device));
            Assert.Equal(
                "--resume: found an input or output that is not a regular file, expected seekable files",
                (await _harness.ScoreAsync($"--input @in.csv --output {device} --resume")).ErrorLine);
        }
    }

    [Theory]
    [InlineData("pipe.csv")]
    [InlineData("pipe.csv.gz")]
    public async Task Score_NamedPipe_IsWrittenInto(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no mkfifo
        }

        Assert.Equal(0, (await ScorerProcess.ShellAsync(_harness.Folder, $"mkfifo {name}")).ExitCode);
        var reader = Task.Run(() => File.ReadAllBytes(_harness[name]));

        var run = await _harness.ScoreAsync($"--input @in.csv --output @{name}");

        _harness.Write("received", await reader.WaitAsync(s_limit));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(_expected, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip.ReadText(_harness["received"]) : _harness.ReadText("received"));
        Assert.Equal(OutputKind.Special, OutputTarget.Of(_harness[name]).Kind);
    }

    [Fact]
    public async Task Score_NamedPipeThatNobodyReads_CanBeCancelled()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no mkfifo
        }

        Assert.Equal(0, (await ScorerProcess.ShellAsync(_harness.Folder, "mkfifo pipe.csv")).ExitCode);
        using var cancellation = new CancellationTokenSource();
        var run = _harness.ScoreAsync("--input @in.csv --output @pipe.csv", cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        Assert.Equal(ExitCode.Cancelled, (await run.WaitAsync(s_limit)).ExitCode);
        using (File.OpenRead(_harness["pipe.csv"]))
        {
            // Lets the pending open call return.
        }
    }

    [Theory]
    [InlineData("/dev/fd/1", OutputKind.StandardOutput)]
    [InlineData("/dev/stdout", OutputKind.StandardOutput)]
    [InlineData("/proc/self/fd/1", OutputKind.StandardOutput)]
    [InlineData("/dev/fd/2", OutputKind.Special)]
    public void Of_DescriptorByName_IsNoFile(string path, OutputKind expected)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(expected, OutputTarget.Of(path).Kind);
        }
    }

    [Fact]
    public void Write_RegularFile_LeavesTheOlderOneWhenItFails()
    {
        var path = _harness.Write("report.md", "older");

        Assert.Throws<InvalidOperationException>(() => OutputTarget.Of(path).Write(stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("older", File.ReadAllText(path));

        OutputTarget.Of(path).Write(stream => stream.Write("whole"u8));
        Assert.Equal("whole", File.ReadAllText(path));
    }
}
