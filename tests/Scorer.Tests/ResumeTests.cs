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
        WriteInput(rows: 40_000);
        await _harness.ScoreAsync("--input @in.csv --output @plain.csv --batch-size 1 --json");
        var random = new Random(8);
        for (var i = 0; i < 3; i++)
        {
            using var process = Start(output);
            await WaitForJournal(process, output + ".journal");
            process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(300)));
            process.Kill();
            await process.WaitForExitAsync();
        }

        var last = await _harness.ScoreAsync($"--input @in.csv --output @{output} --batch-size 1 --resume --json");

        Assert.Equal(0, last.ExitCode);
        Assert.Equal(_harness.ReadText("plain.csv"), ReadOutput(output));
        Assert.Contains("\"rows\":40000", last.Results, StringComparison.Ordinal);
        Assert.Equal(["in.csv", output, "plain.csv"], _harness.Files);
    }

    [Fact]
    public async Task Score_CancelledWithResume_GoesOnWhereItWas()
    {
        WriteInput(rows: 20_000);
        await _harness.ScoreAsync("--input @in.csv --output @plain.csv");
        using var cancellation = new CancellationTokenSource();
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(150));

        var cancelled = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume", cancellationToken: cancellation.Token);
        var resumed = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Contains(cancelled.ExitCode, new[] { 130, 0 });
        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(_harness.ReadText("plain.csv"), _harness.ReadText("out.csv"));
    }

    [Fact]
    public async Task Score_BadRowWithResume_KeepsTheWorkForARunThatAcceptsIt()
    {
        var good = string.Concat(Enumerable.Range(0, 200).Select(i => $"good {i}\n"));
        _harness.Write("in.csv", $"text\n{good}\"bad\"row\n{good}");

        var strict = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");
        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("the same command goes on from there", strict.Error, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "out.csv.journal", "out.csv.part"], _harness.Files);

        var tolerant = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume --max-error-rate 0.01");
        Assert.Equal(0, tolerant.ExitCode);
        Assert.Contains("Resuming after row 192", tolerant.Error, StringComparison.Ordinal);
        Assert.Contains("rows       401 (", tolerant.Results, StringComparison.Ordinal);
        Assert.Equal(["in.csv", "out.csv"], _harness.Files);
        Assert.Equal(Enumerable.Range(1, 401), _harness.ReadLines("out.csv").Skip(1).Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("--batch-size 32", "batch size: found 64, expected 32 as in this run; delete the journal to start over")]
    [InlineData("--threshold 0.7", "threshold: found the bundle's, expected 0.7 as in this run; delete the journal to start over")]
    [InlineData("--shard 0/2", "shard: found all, expected 0/2 as in this run; delete the journal to start over")]
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

        Assert.Equal((1, $"{_harness["out.csv.journal"]}: found text that is no journal, expected the journal of an earlier run, or no such file"), (run.ExitCode, run.ErrorLine));
    }

    [Theory]
    [InlineData("\"outputLength\": [0-9]+", "\"outputLength\": -5")]
    [InlineData("\"offset\": [0-9]+", "\"offset\": -1")]
    [InlineData("\"rows\": [0-9]+", "\"rows\": -64")]
    [InlineData("\"statuses\": \\[[^]]*\\]", "\"statuses\": [1]")]
    [InlineData("\"statuses\": \\[[^]]*\\]", "\"statuses\": null")]
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

        Assert.Equal((1, $"{_harness["out.csv.journal"]}: found text that is no journal, expected the journal of an earlier run, or no such file"), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_JournalOfAPlaceBehindTheInput_IsRefused()
    {
        await Interrupt();
        var journal = await File.ReadAllTextAsync(_harness["out.csv.journal"]);
        _harness.Write("out.csv.journal", Regex.Replace(journal, "\"offset\": [0-9]+", "\"offset\": 987654321"));

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --resume");

        Assert.Equal((1, $"{_harness["in.csv"]}: found its end, expected byte 987654321, which an earlier run had reached"), (run.ExitCode, run.ErrorLine));
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

        Assert.Equal((1, "--resume: found standard input or output, expected files, which can be gone back to"), (run.ExitCode, run.ErrorLine));
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
        var before = File.GetLastWriteTimeUtc(_harness[journal]);
        while (!process.HasExited && File.GetLastWriteTimeUtc(_harness[journal]) == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    Process Start(string output)
    {
        var start = new ProcessStartInfo("dotnet");
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "scorer.dll"), "score", "--bundle", _harness.Bundle, "--input", _harness["in.csv"],
            "--output", _harness[output], "--resume", "--threads", "1", "--batch-size", "1", // one at a time, to be slow enough
        })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
