namespace RnnToolkit.Scorer.Tests;

/// <summary>Several processes share one standard output, as those of a shell's loop do: each one writes after the other.</summary>
public sealed class SharedOutputTests : IDisposable
{
    readonly ScorerHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("> all.csv", "-", "")]
    [InlineData(">> all.csv", "-", "older\n")]
    [InlineData("| cat > all.csv", "-", "")]
    [InlineData("> all.csv", "/dev/stdout", "")]
    [InlineData(">> all.csv", "/dev/fd/1", "older\n")]
    public async Task Score_LoopIntoOneFile_KeepsTheRowsOfEveryProcess(string redirection, string output, string older)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no /bin/sh
        }

        _harness.Write("a.csv", "id,text\na1,good film\na2,awful plot\n");
        _harness.Write("b.csv", "id,text\nb1,boring story\n");
        var expected = older + (await _harness.ScoreAsync("--input @a.csv")).Rows + "between\n" + (await _harness.ScoreAsync("--input @b.csv")).Rows + "between\n";
        _harness.Write("all.csv", "older\n");

        var (exitCode, error) = await ScorerProcess.ShellAsync(
            _harness.Folder, $"for f in a.csv b.csv; do {ScorerProcess.CommandLine} score --bundle bundle --input $f --output {output} || exit 1; echo between; done {redirection}");

        Assert.True(exitCode == 0, error);
        Assert.Equal(expected, _harness.ReadText("all.csv"));
        Assert.Equal(["a.csv", "all.csv", "b.csv"], _harness.Files);
    }

    [Fact]
    public async Task Score_StandardOutputOnAFullDisk_SaysSoAndFails()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // /dev/full is Linux's
        }

        _harness.Write("a.csv", "text\ngood film\n");

        var (exitCode, error) = await ScorerProcess.ShellAsync(_harness.Folder, $"{ScorerProcess.CommandLine} score --bundle bundle --input a.csv > /dev/full");

        Assert.Equal(1, exitCode);
        Assert.Contains("error: standard output: found no space left on device, expected to write the scores there\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ReaderOfAPipeLeaves_EndsTheWork()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no /bin/sh
        }

        // Endless input: only the closed pipe can end this.
        var (_, error) = await ScorerProcess.ShellAsync(
            _harness.Folder, $"yes 'good film' | {ScorerProcess.CommandLine} score --bundle bundle --input - --format lines | head -n 1 > first.csv");

        Assert.Contains("error: standard output: found broken pipe, expected to write the scores there\n", error, StringComparison.Ordinal);
        Assert.Equal("id,label,probability,status,offset\n", _harness.ReadText("first.csv"));
    }
}
