using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Scorer.Tests;

/// <summary>Bad inputs of every kind: one clear line, the right exit code, no partial output.</summary>
public sealed class BadInputTests : IDisposable
{
    readonly ScorerHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("in.csv", "", "found an empty file, expected texts to score")]
    [InlineData("in.txt", "", "found an empty file, expected texts to score")]
    [InlineData("in.csv", "id,body\n1,good\n", "header: found columns id, body, expected a column text; --text-column chooses another")]
    [InlineData("in.csv", "text\ngood\n\"bad\n", "row 2 (line 3), column text: found a quote that is never closed, expected a closing quote before the end of the file")]
    [InlineData("in.csv", "text\ngood\nb\u00FFd\n", "row 2 (line 3), column text: found byte 0xFF, which is not UTF-8 here, expected UTF-8")]
    [InlineData("in.txt", "good\nb\u00FFd\n", "line 2: found byte 0xFF, which is not UTF-8 here, expected UTF-8")]
    [InlineData("in.jsonl", "{\"text\":\"good\"}\n{\"text\":\n", "line 2, byte 9: found invalid JSON, expected one JSON object per line")]
    [InlineData("in.csv.gz", "text\ngood\n", "found a file that starts with bytes 7465, expected gzip data, which starts with 1F8B")]
    public async Task Score_BadFile_SaysWhatAndWhere(string name, string content, string expected)
    {
        var path = _harness.Write(name, Encoding.Latin1.GetBytes(content));

        var run = await _harness.ScoreAsync($"--input @{name} --output @out.csv");

        Assert.Equal((1, $"{path}: {expected}"), (run.ExitCode, run.ErrorLine));
        Assert.Equal([name], _harness.Files);
        Assert.Empty(run.Results);
    }

    [Fact]
    public async Task Score_MissingFile_SaysSo()
    {
        var run = await _harness.ScoreAsync("--input @nowhere/in.csv --output @scores.csv");

        Assert.Equal((1, $"{_harness["nowhere/in.csv"]}: found no such file, expected a file"), (run.ExitCode, run.ErrorLine));
        Assert.Empty(_harness.Files);
    }

    [Fact]
    public async Task Score_Folder_SaysSo()
    {
        Directory.CreateDirectory(_harness["in.csv"]);

        var run = await _harness.ScoreAsync("--input @in.csv --output @out.csv");

        Assert.Equal((1, $"{_harness["in.csv"]}: found a folder, expected a readable file"), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_TruncatedGzip_SaysAfterWhichRow()
    {
        var random = new Random(3);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => $"good film {random.Next()}\n"));
        var whole = Gzip.Compress("text\n" + text);
        _harness.Write("in.csv.gz", whole[..(whole.Length / 2)]);

        var run = await _harness.ScoreAsync("--input @in.csv.gz --output @out.csv");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("in.csv.gz: after row [0-9]+: found damaged or truncated gzip data, expected complete data$", run.ErrorLine);
        Assert.Equal(["in.csv.gz"], _harness.Files);
    }

    [Fact]
    public async Task Score_StandardInputEndsBadly_NamesIt()
    {
        var run = await _harness.ScoreAsync("--input - --format csv", "body\ngood\n"u8.ToArray());

        Assert.Equal((1, "standard input: header: found one column, body, expected a column text; --text-column chooses another"), (run.ExitCode, run.ErrorLine));
        Assert.Empty(run.Rows);
    }

    [Theory]
    [InlineData("--label-column stars", "header: found columns id, text, expected a column stars")]
    [InlineData("--id-column key", "header: found columns id, text, expected a column key")]
    public async Task Score_NamedColumnMissing_ListsTheColumns(string arguments, string expected)
    {
        var path = _harness.Write("in.csv", "id,text\n1,good\n");

        var run = await _harness.ScoreAsync($"--input @in.csv {arguments}");

        Assert.Equal((1, $"{path}: {expected}"), (run.ExitCode, run.ErrorLine));
    }

    [Theory]
    [InlineData("--input @in.dat", "--format: found none, and in.dat has no known extension, expected csv, tsv, jsonl or lines")]
    [InlineData("--input -", "--format: found none for standard input, expected csv, tsv, jsonl or lines")]
    [InlineData("--input @in.csv --format xml", "--format: found xml, expected csv, tsv, jsonl or lines")]
    [InlineData("--input @in.csv --output-format lines", "--output-format: found lines, expected csv, tsv or jsonl")]
    [InlineData("--input @in.csv --max-error-rate 1.5", "--max-error-rate: found 1.5, expected 0 to 1")]
    [InlineData("--input @in.csv --max-error-rate NaN", "--max-error-rate: found NaN, expected 0 to 1")]
    [InlineData("--input @in.csv --batch-size 0", "--batch-size: found 0, expected 1 to 4096")]
    [InlineData("--input @in.csv --threads 65", "--threads: found 65, expected 1 to 64")]
    [InlineData("--input @in.csv --threshold -0.1", "--threshold: found -0.1, expected 0 to 1")]
    [InlineData("--input @in.csv --abstain 0.6..0.4", "--abstain: found 0.6..0.4, expected LOW..HIGH with 0 <= LOW < HIGH <= 1")]
    [InlineData("--input @in.csv --abstain 0.5", "--abstain: found 0.5, expected LOW..HIGH with 0 <= LOW < HIGH <= 1")]
    public async Task Score_BadOption_SaysWhatIsExpected(string arguments, string expected)
    {
        var run = await _harness.ScoreAsync(arguments);

        Assert.Equal((1, expected), (run.ExitCode, run.ErrorLine));
    }

    [Fact]
    public async Task Score_SeveralBadOptions_AreAllTold()
    {
        var run = await _harness.ScoreAsync("--input - --batch-size 0 --threshold 2");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, run.Error.Split('\n').Count(line => line.StartsWith("error: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Score_OutputThatWouldDestroySomething_IsRefused()
    {
        _harness.Write("in.csv", "text\ngood\n");
        Directory.CreateDirectory(_harness["folder"]);

        Assert.Equal(
            $"--output: found {_harness["in.csv"]}, expected another file than the input",
            (await _harness.ScoreAsync("--input @in.csv --output @in.csv")).ErrorLine);
        Assert.Equal(
            $"--output: {_harness["folder"]}: found a directory, expected a file",
            (await _harness.ScoreAsync("--input @in.csv --output @folder")).ErrorLine);
    }

    [Theory]
    [InlineData("score --bundle @bundle", "--input is missing")]
    [InlineData("score --bundle @bundle --input x.csv --provider gpu", "--provider: found \"gpu\", expected cpu, cuda or managed")]
    [InlineData("score --bundle @bundle --input x.csv --quoting all", "--quoting: found \"all\", expected none or rfc4180")]
    [InlineData("score --bundle @bundle --input x.csv --colour red", "unknown option \"--colour\"")]
    public async Task Score_CommandLineThatDoesNotParse_ExitsWithOne(string arguments, string expected)
    {
        var run = await _harness.RunAsync(arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error: {expected}", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Results);
    }

    [Fact]
    public async Task Score_MissingBundle_IsABadArtifact()
    {
        _harness.Write("in.csv", "text\ngood\n");

        var run = await _harness.RunAsync("score --bundle @nothing --input @in.csv --output @out.csv");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"{_harness["nothing"]}: found no such directory", run.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(["in.csv"], _harness.Files);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("vocabulary.txt")]
    [InlineData("bundle.json")]
    [InlineData("golden.jsonl")]
    public async Task ScoreAndVerify_BundleWithAChangedByte_IsABadArtifact(string file)
    {
        _harness.Write("in.csv", "text\ngood\n");
        var path = Path.Combine(_harness.Bundle, file);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        foreach (var arguments in new[] { "score --bundle @bundle --input @in.csv --output @out.csv", "verify --bundle @bundle" })
        {
            var run = await _harness.RunAsync(arguments);

            Assert.Equal(2, run.ExitCode);
            Assert.Contains(file, run.ErrorLine, StringComparison.Ordinal);
            Assert.Empty(run.Results);
        }

        Assert.Equal(["in.csv"], _harness.Files);
    }

    [Fact]
    public async Task Verify_GoodBundle_SaysHowGood()
    {
        var run = await _harness.RunAsync("verify --bundle @bundle");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^tiny-gru1: 4 files and 20 golden texts as recorded, largest difference [0-9.]+e-[0-9]+ \\(at most 1e-5\\), on the CPU", run.Results);
    }

    [Fact]
    public async Task Verify_OtherWeightsThanTheGoldenTexts_IsABadArtifact()
    {
        new TinyBundle(seed: 2).Write(_harness["other"]);
        var files = Directory.EnumerateFiles(_harness["other"]).Where(file => !file.EndsWith(ModelBundle.ManifestFile, StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        files[ModelBundle.GoldenFile] = await File.ReadAllBytesAsync(Path.Combine(_harness.Bundle, ModelBundle.GoldenFile));
        ModelBundle.Write(_harness["mixed"], ModelBundle.Read(_harness["other"]).Manifest, files);

        var run = await _harness.RunAsync("verify --bundle @mixed");

        Assert.Equal(2, run.ExitCode);
        Assert.Matches(
            "golden.jsonl: found of 20 golden texts 0 with other token ids and [0-9]+ with another label, largest difference of a probability [0-9.]+e-[0-9], "
            + "expected the trainer's ids and labels, and probabilities within 1e-5$",
            run.ErrorLine);
        Assert.Equal(0, (await _harness.RunAsync("verify --bundle @other")).ExitCode);
    }

    [Fact]
    public async Task Verify_Tolerance_FollowsThePrecisionUnlessAsked()
    {
        new TinyBundle().Write(_harness["rounded"], change: manifest => manifest with { Graph = manifest.Graph with { Precision = WeightPrecision.Int8 } });

        Assert.Contains("(at most 1e-1)", (await _harness.RunAsync("verify --bundle @rounded")).Results, StringComparison.Ordinal);
        Assert.Contains("(at most 2.5e-4)", (await _harness.RunAsync("verify --bundle @rounded --tolerance 2.5e-4")).Results, StringComparison.Ordinal);
        Assert.Equal(2, (await _harness.RunAsync("verify --bundle @rounded --tolerance 1e-12")).ExitCode);
    }
}
