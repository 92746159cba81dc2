using System.Globalization;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Tests;

public sealed class ScoreTests : IDisposable
{
    const string LongText = "good bad great awful fine boring plot actor scene music story ending laugh cry slow";

    readonly ScorerHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Score_CsvFile_WritesARowPerRowInOrder()
    {
        _harness.Write("in.csv", $"id,text,label\nb,good film,1\n\"a,\"\"1\"\"\",\"awful,\nboring\",0\nc,,1\nd,qwerty zzz,0\ne,{LongText},1\n");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv");

        Assert.Equal(0, run.ExitCode);
        var lines = _harness.ReadLines("out.csv");
        Assert.Equal("id,label,probability,status,offset", lines[0]);
        string[] texts = ["good film", "awful,\nboring", "", "qwerty zzz", LongText];
        string[] ids = ["b", "\"a,\"\"1\"\"\"", "c", "d", "e"];
        string[] statuses = ["ok", "ok", "empty", "all_unknown", "truncated"];
        using var scorer = TextClassifier.Load(_harness.Bundle);
        var scores = scorer.ClassifyBatch(texts);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{ids[i]},{scores[i].Label},{scores[i].Probability:R},{statuses[i]},"), lines[i + 1]);
        }

        Assert.Equal(texts.Length + 1, lines.Length);
        Assert.Equal(["in.csv", "out.csv"], _harness.Files);
    }

    [Theory]
    [InlineData("in.csv", "text\ngood film\n\"bad, \"\"really\"\"\"\n")]
    [InlineData("in.tsv", "text\ngood film\n\"bad, \"\"really\"\"\"\n")]
    [InlineData("in.jsonl", "{\"text\":\"good film\"}\n{\"text\":\"bad, \\\"really\\\"\"}\n")]
    [InlineData("in.txt", "good film\nbad, \"really\"\n")]
    public async Task Score_EveryFormatPlainCompressedAndPiped_GivesTheSameScores(string name, string content)
    {
        _harness.Write(name, content);
        _harness.Write(name + ".gz", Gzip.Compress(content));
        var expected = (await _harness.ScoreAsync($"--input @{name}")).Rows;
        Assert.Matches("^id,label,probability,status,offset\n1,(posi|nega)tive,0\\.[0-9]+,ok,\n2,(posi|nega)tive,0\\.[0-9]+,ok,\n$", expected);
        var format = Path.GetExtension(name) == ".txt" ? "lines" : Path.GetExtension(name)[1..];

        Assert.Equal(expected, (await _harness.ScoreAsync($"--input @{name}.gz --output -")).Rows);
        Assert.Equal(expected, (await _harness.ScoreAsync($"--input - --format {format}", System.Text.Encoding.UTF8.GetBytes(content))).Rows);
        Assert.Equal(expected[(expected.IndexOf('\n', StringComparison.Ordinal) + 1)..], (await _harness.ScoreAsync($"--input @{name} --no-header")).Rows);

        await _harness.ScoreAsync($"--input @{name} --output @out.csv.gz");
        Assert.Equal(expected, Gzip.ReadText(_harness["out.csv.gz"]));

        var tsv = (await _harness.ScoreAsync($"--input @{name} --output @out.tsv")).ExitCode;
        Assert.Equal((0, expected.Replace(',', '\t')), (tsv, _harness.ReadText("out.tsv")));

        var json = (await _harness.ScoreAsync($"--input @{name} --output-format jsonl")).Rows;
        var first = expected.Split('\n')[1].Split(',');
        Assert.StartsWith($"{{\"id\":\"1\",\"label\":\"{first[1]}\",\"probability\":{first[2]},\"status\":\"ok\"}}\n", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ManyRowsAnyThreads_GivesTheSameBytes()
    {
        var random = new Random(11);
        var texts = RandomText.Many(random, TestSupport.TinyBundles.TinyBundle.Words, count: 3000, maxWords: 30);
        _harness.Write("in.csv", "text\n" + string.Concat(texts.Select(text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n")));

        await _harness.ScoreAsync("--input @in.csv --output @one.csv --threads 1");
        await _harness.ScoreAsync("--input @in.csv --output @four.csv --threads 4");

        Assert.Equal(3001, _harness.ReadLines("one.csv").Length);
        Assert.Equal(_harness.ReadText("one.csv"), _harness.ReadText("four.csv"));
        using var scorer = TextClassifier.Load(_harness.Bundle);
        var probabilities = _harness.ReadLines("one.csv").Skip(1).Select(line => float.Parse(line.Split(',')[2], CultureInfo.InvariantCulture));
        foreach (var (probability, text) in probabilities.Zip(texts))
        {
            Assert.Equal(scorer.Classify(text).Probability, probability, 1e-6f); // a batch may round differently from a single text
        }
    }

    [Fact]
    public async Task Score_Labels_GiveMetrics()
    {
        string[] texts = ["good", "bad", "great film", "awful plot", "fine", "boring story"];
        using var scorer = TextClassifier.Load(_harness.Bundle);
        var predicted = texts.Select(text => scorer.Classify(text).LabelIndex).ToArray();
        // The first two labels are wrong, whatever the model says.
        var labels = predicted.Select((label, index) => index < 2 ? 1 - label : label).ToArray();
        _harness.Write("in.csv", "text,label\n" + string.Concat(texts.Zip(labels, (text, label) => $"{text},{label}\n")) + "unlabelled,\n");
        var truePositives = labels.Zip(predicted).Count(pair => pair is (1, 1));
        var falsePositives = labels.Zip(predicted).Count(pair => pair is (0, 1));
        var falseNegatives = labels.Zip(predicted).Count(pair => pair is (1, 0));

        var lines = (await _harness.ScoreAsync("--input @in.csv --output @out.csv")).Results.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("rows       7 (6 ok, 1 all_unknown)", lines[0]);
        Assert.Equal("labelled   6", lines[1]);
        Assert.Equal("accuracy   0.6667  (95% interval 0.3000 to 0.9032)", lines[2]);
        Assert.StartsWith(
            FormattableString.Invariant($"f1         {2.0 * truePositives / ((2 * truePositives) + falsePositives + falseNegatives):F4}  (95% interval 0."), lines[5], StringComparison.Ordinal);
        Assert.StartsWith("macro f1   0.", lines[6], StringComparison.Ordinal);
        Assert.StartsWith("log loss   ", lines[7], StringComparison.Ordinal);
        Assert.Equal("confusion              negative   positive  (predicted)", lines[8]);
        Assert.Matches($"^negative +{4 - truePositives} +{falsePositives}$", lines[9]);
        Assert.Matches($"^positive +{falseNegatives} +{truePositives}$", lines[10]);

        var json = (await _harness.ScoreAsync("--input @in.csv --output @out.csv --json")).Results;
        Assert.Contains($"\"truePositives\":{truePositives},\"falsePositives\":{falsePositives}", json, StringComparison.Ordinal);

        var piped = await _harness.ScoreAsync("--input @in.csv");
        Assert.Empty(piped.Results);
        Assert.Contains("accuracy   0.6667", piped.Error, StringComparison.Ordinal);

        Assert.DoesNotContain("accuracy", (await _harness.ScoreAsync("--input @in.csv --output @out.csv --no-labels")).Results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ThresholdAndAbstainBand_DecideTheLabel()
    {
        string[] texts = ["good", "bad", "great film", "awful plot", "fine", "boring story", "love", "hate"];
        using var scorer = TextClassifier.Load(_harness.Bundle);
        var probabilities = texts.Select(text => scorer.Classify(text).Probabilities.At(1)).ToArray();
        var sorted = probabilities.Order().ToArray();
        var (low, threshold, high) = (sorted[1], sorted[3], sorted[5]);
        _harness.Write("in.csv", "text,label\n" + string.Concat(texts.Select(text => $"{text},1\n")));

        var run = await _harness.ScoreAsync(FormattableString.Invariant(
            $"--input @in.csv --output @out.csv --threshold {(double)threshold:R} --abstain {(double)low:R}..{(double)high:R} --batch-size 1"));

        Assert.Equal(
            probabilities.Select(probability => probability > low && probability < high ? "abstain" : probability >= threshold ? "positive" : "negative"),
            _harness.ReadLines("out.csv").Skip(1).Select(line => line.Split(',')[1]));
        Assert.Contains("abstained  3\nlabelled   8\ncoverage   0.6250\naccuracy   0.6000  (95% interval 0.2307 to 0.8824)\n", run.Results.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_NoRows_WritesTheHeaderAlone()
    {
        _harness.Write("in.csv", "text,label\n");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv");

        Assert.Equal((0, "id,label,probability,status,offset\n"), (run.ExitCode, _harness.ReadText("out.csv")));
        Assert.Equal("rows       0\n", run.Results.ReplaceLineEndings("\n"));
        Assert.Equal(0, (await _harness.ScoreAsync("--input - --format lines", [])).ExitCode);
    }

    [Fact]
    public async Task Score_BadRowsWithinTheRate_AreCarriedThrough()
    {
        byte[] input = [.. "text,label\ngood,1\nb"u8, 0xFF, .. "d,0\nfine,7\nfilm\ngreat,1\n"u8];
        _harness.Write("in.csv", input);

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --max-error-rate 0.6");

        Assert.Equal(0, run.ExitCode);
        var lines = _harness.ReadLines("out.csv");
        Assert.Equal(["status", "ok", "bad_utf8", "bad_label", "bad_row", "ok"], lines.Select(line => line.Split(',')[3]));
        Assert.Equal(["2,,,bad_utf8,19", "4,,,bad_row,31"], [lines[2], lines[4]]);
        Assert.Contains("rows       5 (2 ok, 1 bad_utf8, 1 bad_row, 1 bad_label)", run.Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in.csv", "text,label\ngood,1\nfine film,7\ngreat,1\n", "row 2 (line 3), column label: found \"7\"", 28)]
    [InlineData("in.jsonl", "{\"text\":\"good\",\"label\":1}\n{\"label\":[7],\"text\":\"fine film\"}\n{\"text\":\"great\",\"label\":1}\n", "line 2, label: found an array", 35)]
    [InlineData("in.jsonl", "{\"text\":\"good\",\"label\":1}\n{\"label\":\"7\",\"text\":\"fine film\"}\n{\"text\":\"great\",\"label\":1}\n", "line 2, label: found \"7\"", 26)]
    public async Task Score_BadLabelOfAGoodText_IsScoredAndReportedAndNotCounted(string name, string content, string expected, long offset)
    {
        _harness.Write(name, content);
        using var scorer = TextClassifier.Load(_harness.Bundle);
        var score = scorer.ClassifyBatch(["good", "fine film", "great"])[1];

        var run = await _harness.ScoreAsync($"--input @{name} --output @out.csv");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(FormattableString.Invariant($"2,{score.Label},{score.Probability:R},bad_label,{offset}"), _harness.ReadLines("out.csv")[2]);
        Assert.Contains(
            $"warning: {_harness[name]}: {expected}, expected 0, 1, neg, pos, negative or positive; the row is scored, but not counted in the metrics",
            run.Error, StringComparison.Ordinal);
        Assert.StartsWith("rows       3 (2 ok, 1 bad_label)\nlabelled   2\n", run.Results.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text;label\ngood film;1\nfine plot;0\n", "utf-8", "")]
    [InlineData("good film\t1\nfine plot\t0\n", "utf-8", "--no-input-header --text-column 1 --label-column 2 --delimiter tab")]
    [InlineData("text;label\ngood film;1\nfine plot;0\n", "utf-16", "--encoding utf-16")]
    [InlineData("text,label\ngood film,1\nfine plot,0\n", "utf-16", "--encoding utf-16 --resume --output @out.csv")]
    public async Task Score_FileOfAnotherProgram_IsScoredAsAnyOther(string content, string encoding, string options)
    {
        _harness.Write("plain.csv", "text,label\ngood film,1\nfine plot,0\n");
        _harness.Write("in.csv", System.Text.Encoding.GetEncoding(encoding).GetBytes(content));
        var expected = await _harness.ScoreAsync("--input @plain.csv");

        var run = await _harness.ScoreAsync($"--input @in.csv {options}");

        Assert.Equal((0, expected.Rows), (run.ExitCode, options.Contains("@out", StringComparison.Ordinal) ? _harness.ReadText("out.csv") : run.Rows));
    }

    [Fact]
    public async Task Score_ShardOfUtf16_IsRefused()
    {
        _harness.Write("in.csv", [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("text\ngood\n")]);

        var run = await _harness.ScoreAsync("--input @in.csv --shard 0/2");

        Assert.Equal(
            (1, $"{_harness["in.csv"]}: found text in utf-16, expected UTF-8 for --shard, which divides the bytes of the file"), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_QuoteThatIsNeverClosed_CountsByItsBytes()
    {
        // One bad row of a hundred, but nearly all of the file.
        var swallowed = string.Concat(Enumerable.Repeat("good film\n", 10_000));
        _harness.Write("in.csv", $"text\n{string.Concat(Enumerable.Repeat("good\n", 99))}\"{swallowed}");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --max-error-rate 0.5");

        Assert.Equal(
            (1, $"{_harness["in.csv"]}: found 100001 bytes in bad rows of 100496, a rate of {(100_001.0 / 100_496).ToString("R", CultureInfo.InvariantCulture)}, expected at most 0.5 (--max-error-rate)"),
            (run.ExitCode, run.ErrorLine));
        Assert.Equal(["in.csv"], _harness.Files);
        Assert.Equal(0, (await _harness.ScoreAsync("--input @in.csv --output @out.csv --max-error-rate 1")).ExitCode);
    }

    [Fact]
    public async Task Score_BadRowsBeyondTheRate_LeavesNothing()
    {
        _harness.Write("in.csv", "text,label\ngood,1\nbad\nfine,1\n");

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv --max-error-rate 0.25");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"{_harness["in.csv"]}: found 1 bad rows of 3, a rate of 0.3333333333333333, expected at most 0.25 (--max-error-rate)", run.ErrorLine);
        Assert.Equal(["in.csv"], _harness.Files);
    }

    [Fact]
    public async Task Score_OlderOutput_IsReplacedOrKept()
    {
        _harness.Write("out.csv", "older");
        _harness.Write("bad.csv", "text\n\"a\"b\n");
        _harness.Write("good.csv", "text\ngood\n");

        Assert.Equal(1, (await _harness.ScoreAsync("--input @bad.csv --output @out.csv")).ExitCode);
        Assert.Equal("older", _harness.ReadText("out.csv"));
        Assert.Equal(0, (await _harness.ScoreAsync("--input @good.csv --output @out.csv")).ExitCode);
        Assert.StartsWith("id,", _harness.ReadText("out.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ColumnsByName_AreRead()
    {
        _harness.Write("in.tsv", "key\treview\tstars\nk1\t\"good film\tpos\nk2\tbad\tneg\n");

        var run = await _harness.ScoreAsync("--input @in.tsv --text-column review --id-column key --label-column stars --quoting none");

        Assert.Equal(["k1", "k2"], run.Rows.Split('\n')[1..3].Select(line => line.Split(',')[0]));
        Assert.Contains("labelled   2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_Cancelled_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        using var input = new EndlessLines(afterBytes: 5_000_000, cancellation.Cancel);

        var run = await _harness.RunAsync($"score --bundle @bundle --input - --format lines --output @out.csv", input, cancellationToken: cancellation.Token);

        Assert.Equal(130, run.ExitCode);
        Assert.Empty(_harness.Files);
    }

    [Fact]
    public async Task Score_CancelledWhileStandardInputWaits_EndsWithoutIt()
    {
        using var cancellation = new CancellationTokenSource();
        using var input = new SilentPipe(cancellation.Cancel);

        var run = await _harness.RunAsync("score --bundle @bundle --input - --format lines --output @out.csv", input, cancellationToken: cancellation.Token);

        Assert.Equal(130, run.ExitCode);
        Assert.Empty(_harness.Files);
    }

    /// <summary>A pipe that never gives anything until it is disposed.</summary>
    sealed class SilentPipe(Action waiting) : ForwardStream
    {
        readonly ManualResetEventSlim _disposed = new();

        public override int Read(Span<byte> buffer)
        {
            waiting();
            _disposed.Wait(TimeSpan.FromMinutes(5));
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _disposed.Set();
            base.Dispose(disposing);
        }
    }
}
