using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Trainer.Tests.Sweeps;

public sealed class SweepCommandTests : IDisposable
{
    const string Grid = """{ "models": ["rnn1", "gru1"], "training.learningRate": { "min": 0.01, "max": 0.1, "scale": "log", "points": 2 } }""";

    const string Wide = """
        {
          "training.learningRate": { "min": 1e-4, "max": 0.3, "scale": "log" },
          "model.hiddenSize": { "min": 2, "max": 8 },
          "model.dropout": [0, 0.3, 2]
        }
        """;

    static readonly string[] s_quick =
        ["--set", "model.embeddingSize=8", "--set", "model.hiddenSize=6", "--set", "training.batchSize=7", "--set", "preprocessing.sequenceLength=10"];

    readonly TempDirectory _temp = new();

    [Fact]
    public async Task Sweep_Grid_TrainsEachPointAsARunAndRanksThemByValidation()
    {
        var (exitCode, output, _) = await Sweep("sweep", Grid, "--method", "grid", "--epochs", "2");

        Assert.Equal(ExitCode.Done, exitCode);
        var losses = Enumerable.Range(1, 4).Select(trial => Checkpoint.Read(_temp["sweep", "trials", $"00{trial}", trial < 3 ? "rnn1" : "gru1", "best"])).Select(best =>
        {
            Assert.Null(best.Test); // no trial sees the test set
            return best.Metrics[^1].ValidationLoss;
        }).ToList();
        var rows = Rows("sweep");
        Assert.Equal(losses.Order().Select(loss => loss.ToString("R")), rows.Select(row => row[7]));
        Assert.Equal(["001", "002", "003", "004"], rows.Select(row => row[1]).Order());
        Assert.Equal(rows.Select(row => $"| {row[1]} "), output.Split('\n').Where(line => line.StartsWith("| 00", StringComparison.Ordinal)).Select(line => line[..6]));
        Assert.Contains("| training.learningRate | 0.01: ", output, StringComparison.Ordinal);
        Assert.StartsWith("<?xml", File.ReadAllText(_temp["sweep", "sensitivity.svg"]), StringComparison.Ordinal);
        Assert.Contains("training.learningRate", File.ReadAllText(_temp["sweep", "sensitivity.html"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["sweep", "claims"]));
    }

    [Fact]
    public async Task Sweep_BestConfiguration_TrainsToTheSameModelAndIsTestedOnce()
    {
        await Sweep("sweep", Grid, "--method", "grid", "--epochs", "1");
        var best = Rows("sweep")[0];

        var (exitCode, _, _) = await TinyReviews.Run(
            CancellationToken.None,
            ["run", "--data", TinyReviews.Write(_temp["data"]), "--config", _temp["sweep", "best.json"], "--models", best[3], "--output", _temp["run"]]);

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(
            File.ReadAllBytes(_temp["sweep", "trials", best[1], best[3], "best", Checkpoint.WeightsFile]), File.ReadAllBytes(_temp["run", best[3], "best", Checkpoint.WeightsFile]));
        Assert.Equal(21, Checkpoint.Read(_temp["run", best[3], "best"]).Test!.Value.Count);
    }

    // A killed sweep lacks the results of the trials that it had not finished; what it began is there, up to some file.
    [Fact]
    public async Task Sweep_Interrupted_EndsAsAnUnbrokenOne()
    {
        string[] args = ["--method", "bayesian", "--trials", "14", "--epochs", "3", "--prune", "--seed", "5"];
        var (_, whole, _) = await Sweep("whole", Wide, args);
        var expected = File.ReadAllText(_temp["whole", "results.csv"]);
        Assert.Contains(",failed,", expected, StringComparison.Ordinal); // a dropout of 2; the sweep goes on
        Assert.Contains("model.dropout is 2, expected", expected, StringComparison.Ordinal);
        Assert.Contains(",pruned,", expected, StringComparison.Ordinal);

        foreach (var (trial, begun) in new[] { (12, "result.json"), (11, "trial.json"), (3, "gru1") })
        {
            for (var later = trial + 1; Directory.Exists(Trial(later)); later++)
            {
                Directory.Delete(Trial(later), recursive: true);
            }

            File.Delete(Path.Combine(Trial(trial), "result.json"));
            if (begun == "trial.json")
            {
                Directory.Delete(Trial(trial), recursive: true);
            }

            var (exitCode, output, _) = await Sweep("whole", Wide, [.. args, "--resume"]);

            Assert.Equal(ExitCode.Done, exitCode);
            Assert.Equal(whole, output);
            Assert.Equal(expected, File.ReadAllText(_temp["whole", "results.csv"]));
        }

        string Trial(int trial) => _temp["whole", "trials", $"{trial:D3}"];
    }

    [Fact]
    public async Task Sweep_MoreTrials_ExtendsIt()
    {
        await Sweep("whole", Wide, "--method", "random", "--trials", "4", "--epochs", "1");

        await Sweep("sweep", Wide, "--method", "random", "--trials", "2", "--epochs", "1");
        Assert.Equal(2, Rows("sweep").Count);
        await Sweep("sweep", Wide, "--method", "random", "--trials", "4", "--epochs", "1", "--resume");

        Assert.Equal(File.ReadAllText(_temp["whole", "results.csv"]), File.ReadAllText(_temp["sweep", "results.csv"]));
    }

    [Fact]
    public async Task Sweep_SeveralWorkers_EndsAsOne()
    {
        await Sweep("one", Grid, "--method", "grid", "--epochs", "1");

        var (exitCode, output, error) = await Sweep("two", Grid, "--method", "grid", "--epochs", "1", "--workers", "2");

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.Contains("[1] ", error, StringComparison.Ordinal);
        Assert.Contains("| 004 ", output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(_temp["one", "results.csv"]), File.ReadAllText(_temp["two", "results.csv"]));
    }

    [Fact]
    public async Task Sweep_TimeIsOver_SavesWhatThereIsAndResumes()
    {
        var (exitCode, output, _) = await Sweep("sweep", Grid, "--method", "grid", "--epochs", "1", "--minutes", "0.0000001");
        Assert.Equal((ExitCode.Done, ""), (exitCode, output));

        (exitCode, output, _) = await Sweep("sweep", Grid, "--method", "grid", "--epochs", "1", "--resume");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(4, Rows("sweep").Count);
    }

    [Fact]
    public async Task Sweep_SpaceWithFewerPointsThanTrials_EndsWithAll()
    {
        var (exitCode, _, _) = await Sweep("sweep", """{ "model.hiddenSize": [2, 3, 4] }""", "--trials", "9", "--epochs", "1");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(3, Rows("sweep").Count);
        Assert.Equal(ExitCode.Done, (await Sweep("sweep", """{ "model.hiddenSize": [2, 3, 4] }""", "--trials", "9", "--epochs", "1", "--resume")).ExitCode);
    }

    [Theory]
    [InlineData("--method: found Random, expected Grid", "--method", "random")]
    [InlineData("--prune: found true, expected false", "--method", "grid", "--prune")]
    [InlineData("--goal: found accuracy, expected loss", "--method", "grid", "--goal", "accuracy")]
    [InlineData("training.epochs: found 3, expected 1", "--method", "grid", "--set", "training.epochs=3")]
    [InlineData("--trials: found 2, expected 4 or more", "--method", "grid", "--trials", "2")]
    public async Task Sweep_ResumedWithOtherOptions_IsRefused(string message, params string[] options)
    {
        await Sweep("sweep", Grid, "--method", "grid", "--epochs", "1", "--minutes", "0.0000001");

        var (exitCode, _, error) = await Sweep("sweep", Grid, ["--set", "training.epochs=1", "--resume", .. options]);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains(message, error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--space: training.learnRate: found an unknown key, expected one of the configuration, such as training.learningRate, or models", """{ "training.learnRate": [1] }""")]
    [InlineData("--space: training: found an unknown key", """{ "training": [1] }""")]
    [InlineData("--space: training.bestBy: found the goal itself, expected another key; choose the goal with --goal", """{ "training.bestBy": ["loss"] }""")]
    [InlineData("--space: models: found \"gru99\", expected names such as gru1", """{ "models": ["gru99"] }""")]
    [InlineData("--space: training.learningRate is 20, expected above 0, at most 10", """{ "training.learningRate": [20, 30] }""")]
    [InlineData("space.json: training.epochs.min: found 1.5, expected a whole number, as all values of this key", """{ "training.epochs": { "min": 1.5, "max": 3 } }""")]
    [InlineData("--space: model.dropout: found a range without points and step, expected one of them for a grid", """{ "model.dropout": { "min": 0, "max": 0.5 } }""", "--method", "grid")]
    [InlineData("--test: found a test set, expected none", """{ "model.dropout": [0] }""", "--test", "x.csv")]
    [InlineData("--trials: found 0, expected 1 to 100000", """{ "model.dropout": [0] }""", "--trials", "0")]
    [InlineData("--workers: found 0, expected 1 to 64", """{ "model.dropout": [0] }""", "--workers", "0")]
    [InlineData("--model: cannot be combined with models in the space", """{ "models": ["gru1"] }""", "--model", "gru2")]
    public async Task Sweep_OptionsThatCannotBe_AreRefusedBeforeAnythingIsWritten(string message, string space, params string[] options)
    {
        var (exitCode, _, error) = await Sweep("sweep", space, options);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["sweep"]));
    }

    [Fact]
    public async Task Sweep_DirectoryOfSomethingElse_IsRefused()
    {
        await Sweep("sweep", Grid, "--method", "grid", "--epochs", "1", "--minutes", "0.0000001");
        Assert.Contains("found a sweep, expected a new directory; --resume continues it", (await Sweep("sweep", Grid, "--method", "grid", "--epochs", "1")).Error, StringComparison.Ordinal);

        _temp.Write("run/run.json", "{}");
        Assert.Contains("found a run, expected a new directory or a sweep", (await Sweep("run", Grid)).Error, StringComparison.Ordinal);
        File.WriteAllText(_temp["sweep", "sweep.json"], "{");
        Assert.Equal(ExitCode.BadArtifact, (await Sweep("sweep", Grid, "--resume")).ExitCode);
    }

    [Fact]
    public async Task Sweep_DamagedResult_IsNamed()
    {
        await Sweep("sweep", """{ "model.dropout": [0] }""", "--epochs", "1");
        var file = _temp["sweep", "trials", "001", "result.json"];
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"bestEpoch\": 1", "\"bestEpoch\": 9", StringComparison.Ordinal));

        var (exitCode, _, error) = await Sweep("sweep", """{ "model.dropout": [0] }""", "--epochs", "1", "--resume");

        Assert.Equal(ExitCode.BadArtifact, exitCode);
        Assert.Contains($"{file}: found 9 as the best of 1 epochs, expected the outcome of a trial", error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    Task<ProgramResult> Sweep(string output, string space, params string[] options) => TinyReviews.Run(
        CancellationToken.None,
        [
            "sweep", "--data", TinyReviews.Write(_temp["data"]), "--preset", "paper", "--space", _temp.Write("space.json", space), "--output", _temp[output], .. s_quick, .. options,
        ]);

    List<string[]> Rows(string sweep) => [.. File.ReadLines(_temp[sweep, "results.csv"]).Skip(1).Select(line => line.Split(','))];
}
