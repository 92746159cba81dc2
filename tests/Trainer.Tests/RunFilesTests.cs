using System.Text.Json.Nodes;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Trainer.Tests;

/// <summary>What a training leaves besides its checkpoints, and the commands that read it.</summary>
public sealed class RunFilesTests : IDisposable
{
    static readonly string[] s_quick =
    [
        "--set", "model.embeddingSize=6", "--set", "model.hiddenSize=5", "--set", "preprocessing.sequenceLength=4", "--set", "training.batchSize=7",
        "--set", "training.learningRate=0.02", "--preset", "paper",
    ];

    readonly TempDirectory _temp = new();

    [Fact]
    public async Task Run_Predictions_AreThoseOfTheBestEpochAndGiveItsMetrics()
    {
        await Train("--models", "gru1,lstm1");

        Assert.All(TrainedRun.Read(_temp["run"]).Models, model =>
        {
            var encoder = new TextEncoder(model.Config.Preprocessing, Checkpoint.Read(model.BestDirectory).Vocabulary);
            Assert.Equal((16, 21), (model.Validation!.Count, model.Test!.Count));
            Assert.Equal(model.Best!.ValidationAccuracy, model.Validation.Average(text => text.IsRight ? 1.0 : 0), 12);

            // The mean of float32 logits' losses, computed in float64 both times.
            Assert.Equal(model.Best.ValidationLoss, model.Validation.Average(text => Loss(text)), 12);
            Assert.Equal(model.TestCounts!.Value.Accuracy, model.Test.Average(text => text.IsRight ? 1.0 : 0), 12);

            var recorded = Checkpoint.ReadTestLogits(model.BestDirectory);
            Assert.Equal(recorded.Select(text => (text.Id, text.Label, text.Outputs[0])), model.Test.Select(text => (text.Id, text.Label, text.Logits[0])));

            // Texts have up to eight words, of which the model reads four.
            Assert.Contains(model.Test, text => text.Tokens > 4);
            var lines = File.ReadAllLines(_temp["data", "test.csv"])[1..];
            var counted = lines.Select(line => encoder.Tokens(line.Split(',')[0].Trim('"')).Where(token => token.Status != TokenStatus.StopWord).ToList());
            Assert.Equal(counted.Select(tokens => tokens.Count), model.Test.Select(text => text.Tokens));
            Assert.Equal(counted.Select(tokens => tokens.Count(token => encoder.Vocabulary.IdOf(token.Text) == 0)), model.Test.Select(text => text.Unknown));
        });
    }

    [Fact]
    public async Task Run_MoreThanTwoLabels_HasALogitForEach()
    {
        string[] words = ["splendid", "dreadful", "tolerable"];
        var data = _temp.Write("train.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"the film was {words[i % 3]},\"label, {i % 3}\"\n")));

        Assert.Equal(ExitCode.Done, (await Run("run", "--data", data, "--output", _temp["run"], "--models", "gru1", "--epochs", "1", "--set", "model.wide=false")).ExitCode);

        var model = Assert.Single(TrainedRun.Read(_temp["run"]).Models);
        Assert.All(model.Validation!, text => Assert.Equal(3, text.Logits.Length));
        Assert.Null(model.Test);
        Assert.StartsWith(
            "part,id,label,predicted,tokens,unknown,\"logit:label, 0\",", File.ReadLines(Path.Combine(model.BestDirectory, "predictions.csv")).First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RepeatedIntoTheSameDirectory_GivesTheSameBytesButForTheTimes()
    {
        await Train("--models", "rnn1,gru1");
        var first = Files();

        await Train("--models", "rnn1,gru1", "--overwrite");

        var second = Files();
        Assert.Equal(first.Keys, second.Keys);
        Assert.Equal([Path.Combine("timings.json")], first.Keys.Where(file => first[file] != second[file]));
        Assert.Superset(
            new HashSet<string> { "run.json", "summary.md", Path.Combine("gru1", "first-steps.json"), Path.Combine("gru1", "best", "predictions.csv"), Path.Combine("gru1", "best", "calibration.json") }, first.Keys.ToHashSet());
    }

    [Fact]
    public async Task Run_Calibration_FitsTheValidationTextsOfTheBestEpoch()
    {
        await Train("--models", "gru1");

        var model = Assert.Single(TrainedRun.Read(_temp["run"]).Models);
        Assert.Equal(ModelCalibration.Fit(model.Validation!), model.Calibration);
        Assert.True(model.Calibration!.LogLossAfter <= model.Calibration.LogLossBefore);
        Assert.Equal((16, model.Best!.ValidationLoss), (model.Calibration.Texts, model.Calibration.LogLossBefore), (left, right) => left.Item1 == right.Item1 && Math.Abs(left.Item2 - right.Item2) < 1e-12);
    }

    [Fact]
    public async Task Run_Timings_CountEpochsStepsAndMemory()
    {
        await Train("--models", "gru1");
        var first = Timings.Read(_temp["run"])!;
        var gru = first.Of("gru1")!;
        Assert.Equal(3, gru.EpochSeconds.Count);
        Assert.Equal(10 * 3 / gru.EpochSeconds.Sum(), gru.StepsPerSecond!.Value, tolerance: 1e-6 * gru.StepsPerSecond.Value); // 64 texts in batches of 7
        Assert.Equal(64 * 3 / gru.EpochSeconds.Sum(), gru.TextsPerSecond!.Value, tolerance: 1e-6 * gru.TextsPerSecond.Value);
        Assert.True(gru.TrainSeconds >= gru.EpochSeconds.Sum() && first.TotalSeconds >= gru.TrainSeconds && first.PeakMemoryBytes > 1 << 20);

        await Train("--models", "gru1", "--epochs", "4", "--resume");

        var second = Timings.Read(_temp["run"])!;
        Assert.Equal(first.Started, second.Started);
        Assert.Equal(gru.EpochSeconds, second.Of("gru1")!.EpochSeconds.Take(3));
        Assert.Equal(4, second.Of("gru1")!.EpochSeconds.Count);
        Assert.True(second.TotalSeconds > first.TotalSeconds);
    }

    [Fact]
    public async Task Run_ResumedWithDamagedTimesOrPredictions_MakesThemAnew()
    {
        await Train("--models", "gru1");
        var before = Files();
        _temp.Write("run/timings.json", "{ damaged");
        _temp.Write("run/gru1/best/predictions.csv", "damaged");

        await Train("--models", "gru1", "--resume");

        var after = Files();
        Assert.Equal(["timings.json"], before.Keys.Where(file => before[file] != after[file]));
        Assert.NotNull(Timings.Read(_temp["run"]));
    }

    // The last version wrote no predictions: a run of it that is resumed gets them.
    [Fact]
    public async Task Run_ResumedRunOfTheLastVersion_GetsItsPredictions()
    {
        await Train("--models", "gru1");
        var before = Files();
        File.Delete(_temp["run", "gru1", "best", "predictions.csv"]);
        File.Delete(_temp["run", "gru1", "best", "calibration.json"]);
        File.Delete(_temp["run", "gru1", "first-steps.json"]);

        await Train("--models", "gru1", "--resume");

        Assert.Equal(before["gru1/best/predictions.csv"], Files()["gru1/best/predictions.csv"]);
        Assert.Equal(before["gru1/best/calibration.json"], Files()["gru1/best/calibration.json"]);
        Assert.False(File.Exists(_temp["run", "gru1", "first-steps.json"]));
    }

    [Fact]
    public async Task Run_Summary_IsMarkdownWithIntervalsAndWithoutTimes()
    {
        await Train("--models", "gru1");

        var summary = File.ReadAllText(_temp["run", "summary.md"]);

        Assert.StartsWith("# Training run\n\n## Models\n\n| model ", summary, StringComparison.Ordinal);
        Assert.Contains("## Configuration", summary, StringComparison.Ordinal);
        Assert.Contains(RunRecord.Read(_temp["run"]).ConfigurationHash!, summary, StringComparison.Ordinal);
        Assert.DoesNotContain("texts/s", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunsShowCompare_ATrainedRun_SayWhatItIs()
    {
        await Train("--models", "gru1,lstm1");

        var (runs, table, _) = await Run("runs", _temp.Path);
        Assert.Equal(ExitCode.Done, runs);
        Assert.Contains("| run | lstm1 gru1 | data, 101 texts | ", table, StringComparison.Ordinal);

        var (show, page, _) = await Run("show", _temp["run"]);
        Assert.Equal(ExitCode.Done, show);
        Assert.StartsWith("# run\n\n## Models\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Test set, from the saved predictions", page, StringComparison.Ordinal);

        var (compare, comparison, _) = await Run("compare", _temp["run", "lstm1"], _temp["run", "gru1"]);
        Assert.Equal(ExitCode.Done, compare);
        Assert.Contains("| cell | lstm  | gru  |", comparison, StringComparison.Ordinal);
        Assert.Contains("Of 21 texts, lstm1 is right on ", comparison, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.BadInput, "found no such directory", "runs", "nowhere")]
    [InlineData(ExitCode.BadInput, "found no run, expected directories with run.json", "runs", "empty")]
    [InlineData(ExitCode.BadInput, "found no such directory", "show", "nowhere")]
    [InlineData(ExitCode.BadInput, "found 1 models, expected two or more to compare", "compare", "run/gru1")]
    [InlineData(ExitCode.BadArtifact, "found no such field", "verify-run", "damaged")]
    [InlineData(ExitCode.BadArtifact, "damaged/run.json: model: found no such field", "runs", ".")]
    public async Task Commands_WithoutARun_SayWhatIsMissing(int expected, string message, string command, string path)
    {
        await Train("--models", "gru1", "--epochs", "1");
        Directory.CreateDirectory(_temp["empty"]);
        _temp.Write("damaged/run.json", """{ "formatVersion": 2, "preprocessing": {}, "training": {} }""");

        var (exitCode, _, error) = await Run(command, Path.Combine(_temp.Path, path));

        Assert.Equal(expected, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyRun_NothingChanged_FindsTheSame()
    {
        await Train("--models", "gru1,rnn1", "--seeds", "1,2");
        var before = Files();

        var (exitCode, output, _) = await Run("verify-run", _temp["run"]);

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(2, output.Split("  gru1: same").Length - 1);
        Assert.Contains("Nothing differs", output, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task VerifyRun_MovedData_IsFoundWhereItIs()
    {
        await Train("--models", "gru1");
        Directory.Move(_temp["data"], _temp["moved"]);

        Assert.Equal(ExitCode.BadInput, (await Run("verify-run", _temp["run"])).ExitCode);
        Assert.Equal(ExitCode.Done, (await Run("verify-run", _temp["run"], "--data", _temp["moved"])).ExitCode);
    }

    [Theory]
    [InlineData("train.csv", "  data: differs\n    train: found ")]
    [InlineData("test.csv", "  data: differs\n    test: found ")]
    public async Task VerifyRun_AChangedByteOfTheData_IsFound(string file, string message)
    {
        await Train("--models", "gru1");
        var path = _temp["data", file];
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("splendid", "splendiD", StringComparison.Ordinal));

        var (exitCode, output, _) = await Run("verify-run", _temp["run"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains(message, output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("versions: same", output, StringComparison.Ordinal);
        Assert.Contains("configuration: same", output, StringComparison.Ordinal);
        Assert.Contains("gru1: same", output, StringComparison.Ordinal); // the preprocessing makes lower case of it
    }

    [Fact]
    public async Task VerifyRun_AnotherWordInATrainingText_ChangesTheFirstSteps()
    {
        await Train("--models", "gru1");
        var path = _temp["data", "train.csv"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("film", "plot", StringComparison.Ordinal));

        var (exitCode, output, _) = await Run("verify-run", _temp["run"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains("gru1: differs\n    step 1: reads other token ids or labels", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyRun_AChangedOption_IsNamed()
    {
        await Train("--models", "gru1");
        Edit("run/run.json", record => record["training"]!["learningRate"] = 0.03);

        var (exitCode, output, _) = await Run("verify-run", _temp["run"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains("configuration: differs", output, StringComparison.Ordinal);
        Assert.Contains("training.learningRate is 0.03, 0.02 in the checkpoint of gru1", output, StringComparison.Ordinal);
        Assert.Contains("step 2: found a loss of", output, StringComparison.Ordinal); // the first one comes before any update
    }

    [Fact]
    public async Task VerifyRun_AnotherVersion_IsNamed()
    {
        await Train("--models", "gru1");
        Edit("run/run.json", record => record["versions"]!["torchSharp"] = "0.105.0");

        var (exitCode, output, _) = await Run("verify-run", _temp["run"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains("versions: differs\n    torchSharp is ", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(", recorded 0.105.0", output, StringComparison.Ordinal);
        Assert.Contains("gru1: same", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyRun_OtherNumbers_AreNamed()
    {
        await Train("--models", "gru1");
        Edit("run/gru1/first-steps.json", steps => steps["weights"] = new string('0', 64));

        var (exitCode, output, _) = await Run("verify-run", _temp["run"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains("after 5 steps: found weights with SHA-256 ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyRun_ARunOfTheLastVersion_IsRefused()
    {
        await Train("--models", "gru1");
        Edit("run/run.json", record => record.AsObject().Remove("dataset"));

        var (exitCode, _, error) = await Run("verify-run", _temp["run"]);

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains("run.json: dataset: found no such field, expected the data of the run", error, StringComparison.Ordinal);
    }

    // Everything that decides the first steps must be in the record: options of tables, a separate test set, labels, a fold, vectors, another model to start from.
    [Fact]
    public async Task VerifyRun_OtherSourcesAndOptions_AreRepeatedFromTheRecord()
    {
        var data = TinyReviews.Write(_temp["data"]);
        var table = File.ReadAllText(Path.Combine(data, "train.csv")).Replace("text,label\n", "", StringComparison.Ordinal);
        var other = _temp.Write("other.csv", table + "one field\n");
        string[] columns = ["--no-header", "--text-column", "1", "--label-column", "2", "--max-error-rate", "0.1", "--labels", "pos,neg"];

        Assert.Equal(ExitCode.Done, (await Run(["run", "--data", other, "--test", other, "--output", _temp["a"], "--models", "gru1", "--epochs", "1", .. s_quick, .. columns])).ExitCode);
        Assert.Equal(ExitCode.Done, (await Run(["run", "--data", data, "--output", _temp["b"], "--models", "gru1", "--folds", "2", "--epochs", "1", .. s_quick])).ExitCode);
        Assert.Equal(
            ExitCode.Done, (await Run(["run", "--data", data, "--validation", Path.Combine(data, "test.csv"), "--output", _temp["c"], "--from", _temp["b", "fold-1", "gru1"]])).ExitCode);

        foreach (var run in new[] { "a", "b", "c" })
        {
            var (exitCode, output, error) = await Run("verify-run", _temp[run]);
            Assert.True(exitCode == ExitCode.Done, output + error);
        }
    }

    public void Dispose() => _temp.Dispose();

    static double Loss(PredictedText text) => Math.Max(text.Logits[0], 0) - ((double)text.Logits[0] * text.Label) + Math.Log(1 + Math.Exp(-Math.Abs((double)text.Logits[0])));

    static Task<ProgramResult> Run(params string[] args) => TinyReviews.Run(CancellationToken.None, args);

    async Task Train(params string[] options)
    {
        var (exitCode, _, error) = await Run(["run", "--data", TinyReviews.Write(_temp["data"]), "--output", _temp["run"], .. s_quick, .. options, .. options.Contains("--epochs") ? Array.Empty<string>() : ["--epochs", "3"]]);
        Assert.True(exitCode == ExitCode.Done, error);
    }

    void Edit(string file, Action<JsonNode> edit)
    {
        var node = JsonNode.Parse(File.ReadAllText(_temp[file]))!;
        edit(node);
        File.WriteAllText(_temp[file], node.ToJsonString());
    }

    SortedDictionary<string, string> Files() => new(
        Directory.GetFiles(_temp["run"], "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_temp["run"], path), path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);
}
