using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RnnToolkit.Scorer.Tests;

public sealed class ResumeTests : IDisposable
{
    readonly ScorerHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Score_ResumeWithoutAnEarlierRun_WritesTheSameAndLeavesNothingElse()
    {
        WriteInput(rows: 500);
        await _harness.ScoreAsync("--input @in.csv --output @plain.csv");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(_harness.ReadText("plain.csv"), _harness.ReadText("out.csv"));
        Assert.Equal(["in.csv", "out.csv", "plain.csv"], _harness.Files);
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.csv.gz")]
    public async Task Score_KilledSeveralTimes_LosesAndDoublesNothing(string output)
    {
        // At one row a batch, so that a process needs more than the second between two flushes.
        WriteInput(rows: 100_000);
        await _harness.ScoreAsync("--input @in.csv --output @plain.csv --batch-size 1 --json");
        var kills = 0;
        for (var i = 0; i < 3; i++)
        {
            using var process = ScorerProcess.Start(
                ["score", "--bundle", _harness.Bundle, "--input", _harness["in.csv"], "--output", _harness[output], "--resume", "--threads", "1", "--batch-size", "1"]);
            await WaitForJournal(process, output + ".journal");
            process.Kill();
            await ScorerProcess.WaitAsync(process);
            kills += process.ExitCode == 0 ? 0 : 1;
        }

        var last = await _harness.ScoreAsync($"--input @in.csv --output @{output} --batch-size 1 --resume --json");

        Assert.InRange(kills, 1, 3); // a later process may finish what is left before it is killed
        Assert.Equal(0, last.ExitCode);
        Assert.Equal(_harness.ReadText("plain.csv"), ReadOutput(output));
        Assert.Contains("\"rows\":100000", last.Results, StringComparison.Ordinal);
        Assert.Equal(["in.csv", output, "plain.csv"], _harness.Files);
    }

    [Fact]
    public async Task Score_CancelledWithResume_ResumesWhereItStopped()
    {
        WriteInput(rows: 4_000);
        await _harness.ScoreAsync("--input @in.csv --output @plain.csv");
        using var cancellation = new CancellationTokenSource();
        // The clock is looked at several times a chunk, and there are 63 chunks.
        var time = new ManualTime(step: TimeSpan.FromSeconds(1)) { Looked = looks => CancelAt(looks, cancellation) };

        var cancelled = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume --threads 1", time: time, cancellationToken: cancellation.Token);
        var resumed = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Equal((130, 0), (cancelled.ExitCode, resumed.ExitCode));
        Assert.Contains("rerun the same command to resume", cancelled.Error, StringComparison.Ordinal);
        Assert.Matches("Resuming after row [1-9][0-9]* of ", resumed.Error);
        Assert.Equal(_harness.ReadText("plain.csv"), _harness.ReadText("out.csv"));

        static void CancelAt(int looks, CancellationTokenSource cancellation)
        {
            if (looks == 40)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public async Task Score_WithoutResume_RemovesTheProgressOfAnEarlierProcess()
    {
        await Interrupt();

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --max-error-rate 0.5");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["in.csv", "out.csv"], _harness.Files);
    }

    [Fact]
    public async Task Score_WithoutResumeThatFails_KeepsTheProgressOfAnEarlierProcess()
    {
        await Interrupt();

        Assert.Equal(1, (await _harness.ScoreAsync("--input @in.csv --output @out.csv")).ExitCode);

        Assert.Equal(["in.csv", "out.csv.journal", "out.csv.part"], _harness.Files);
    }

    [Fact]
    public async Task Score_WhileAnotherProcessResumesTheSameOutput_IsRefused()
    {
        await Interrupt();
        using var other = new FileStream(_harness["out.csv.part"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --max-error-rate 0.5");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("out.csv.part", run.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "out.csv.journal", "out.csv.part"], _harness.Files);
    }

    [Fact]
    public async Task Score_BadRowWithResume_KeepsTheWorkForARunThatAcceptsIt()
    {
        var good = string.Concat(Enumerable.Range(0, 200).Select(i => $"good {i}\n"));
        _harness.Write("in.csv", $"text\n{good}\"bad\"row\n{good}");

        var strict = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");
        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("rerun the same command to resume", strict.Error, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "out.csv.journal", "out.csv.part"], _harness.Files);

        var tolerant = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume --max-error-rate 0.01");
        Assert.Equal(0, tolerant.ExitCode);
        Assert.Contains("Resuming after row 192", tolerant.Error, StringComparison.Ordinal);
        Assert.Contains("rows       401 (", tolerant.Results, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "out.csv"], _harness.Files);
        Assert.Equal(Enumerable.Range(1, 401), _harness.ReadLines("out.csv").Skip(1).Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("--batch-size 32", "batch size: found 64, expected 32 as in this command; delete the journal to start over")]
    [InlineData("--threshold 0.7", "threshold: found the bundle's, expected 0.7 as in this command; delete the journal to start over")]
    [InlineData("--shard 0/2", "shard: found all, expected 0/2 as in this command; delete the journal to start over")]
    public async Task Score_ResumeWithOtherOptions_IsRefused(string arguments, string expected)
    {
        await Interrupt();

        var run = await _harness.ScoreAsync($"--input @in.csv --output @out.csv --resume {arguments}");

        Assert.Equal((1, $"{_harness["out.csv.journal"]}: {expected}"), (run.ExitCode, run.ErrorLine));
        Assert.Equal(["in.csv", "out.csv.journal", "out.csv.part"], _harness.Files);
    }

    [Fact]
    public async Task Score_ResumeWithAChangedInput_IsRefused()
    {
        await Interrupt();
        File.AppendAllText(_harness["in.csv"], "more\n");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("out.csv.journal: input: found ", run.ErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"version\":1}")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Score_DamagedJournal_IsRefused(string content)
    {
        await Interrupt();
        _harness.Write("out.csv.journal", content);

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Equal((1, $"{_harness["out.csv.journal"]}: found an invalid journal, expected the journal of an earlier process, or no such file"), (run.ExitCode, run.ErrorLine));
    }

    [Theory]
    [InlineData("\"outputLength\": [0-9]+", "\"outputLength\": -5")]
    [InlineData("\"offset\": [0-9]+", "\"offset\": -1")]
    [InlineData("\"rows\": [0-9]+", "\"rows\": -64")]
    [InlineData("\"statuses\": \\[[^]]*\\]", "\"statuses\": [1]")]
    [InlineData("\"statuses\": \\[[^]]*\\]", "\"statuses\": null")]
    [InlineData("\"statuses\": \\[[^]]*\\],", "")]
    [InlineData("\"tally\": {(?s:.*)},(?=\\s*\"outputLength\")", "\"tally\": {}},")]
    [InlineData("\"position\": {[^}]*},", "")]
    [InlineData("\"settings\": {[^}]*}", "\"settings\": null")]
    [InlineData("\"state\": {(?s:.*)},(?=\\s*\"outputLength\")", "\"state\": null,")]
    public async Task Score_JournalOfWhatCannotBe_IsRefused(string found, string damage)
    {
        await Interrupt();
        var journal = await File.ReadAllTextAsync(_harness["out.csv.journal"]);
        Assert.Matches(found, journal);
        _harness.Write("out.csv.journal", Regex.Replace(journal, found, damage));

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Equal((1, $"{_harness["out.csv.journal"]}: found an invalid journal, expected the journal of an earlier process, or no such file"), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_JournalOfAPlaceBehindTheInput_IsRefused()
    {
        await Interrupt();
        var journal = await File.ReadAllTextAsync(_harness["out.csv.journal"]);
        _harness.Write("out.csv.journal", Regex.Replace(journal, "\"offset\": [0-9]+", "\"offset\": 987654321"));

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Equal((1, $"{_harness["in.csv"]}: found its end, expected byte 987654321, where an earlier process stopped"), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_PartShorterThanItsJournal_IsRefused()
    {
        await Interrupt();
        _harness.Write("out.csv.part", "id");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Matches("out.csv.part: found 2 bytes, expected [0-9]+ as out.csv.journal says; delete both to start over$", run.ErrorLine);
    }

    [Theory]
    [InlineData("--input - --format csv --output @out.csv --resume")]
    [InlineData("--input @in.csv --resume")]
    public async Task Score_ResumeOfAPipe_IsRefused(string arguments)
    {
        var run = await _harness.ScoreAsync(arguments);

        Assert.Equal((1, "--resume: found an input or output that is not a regular file, expected seekable files"), (run.ExitCode, run.ErrorLine));
    }

    async Task Interrupt()
    {
        _harness.Write("in.csv", $"text\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"good {i}\n"))}\"bad\"row\n");
        Assert.Equal(1, (await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume")).ExitCode);
    }

    void WriteInput(int rows)
    {
        var content = new StringBuilder("id,text,label\n");
        for (var i = 0; i < rows; i++)
        {
            content.Append(CultureInfo.InvariantCulture, $"row {i},\"good, awful\nfilm {i}\",{i % 2}\n");
        }

        _harness.Write("in.csv", content.ToString());
    }

    string ReadOutput(string name) => name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip.ReadText(_harness[name]) : _harness.ReadText(name);

    /// <summary>Waits until the process has flushed once more, or is done.</summary>
    async Task WaitForJournal(Process process, string journal)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var before = File.GetLastWriteTimeUtc(_harness[journal]);
        while (!process.HasExited && File.GetLastWriteTimeUtc(_harness[journal]) == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }
    }
}
