using System.Text.Json;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

/// <summary>What a run left is read, or refused with one line; runs of older versions have blanks.</summary>
public sealed class TrainedRunTests : IDisposable
{
    readonly TempDirectory _temp = new();

    [Fact]
    public void Read_ARun_GivesRecordTimesModelsAndPredictions()
    {
        TinyRun.Write(_temp["run"], timings: TinyRun.Times());

        var run = TrainedRun.Read(_temp["run"]);

        Assert.Equal(("run", 1), (run.Name, run.Seed));
        Assert.Equal(["lstm1", "gru1"], run.Models.Select(model => model.Name));
        Assert.Equal(75, run.Timings!.TotalSeconds);
        var gru = run.Models[1];
        Assert.Equal(3, gru.Epochs.Count);
        Assert.Equal(2, gru.Best!.Epoch);
        Assert.Equal((20, 10), (gru.Validation!.Count, gru.Test!.Count));
        Assert.Equal(9, gru.Test.Count(text => text.IsRight));
        Assert.Equal(gru.TestCounts!.Value.Accuracy, gru.Test.Average(text => text.IsRight ? 1.0 : 0), 12);
        Assert.Null(gru.Gradients);
    }

    [Fact]
    public void Read_ARunOfAnOlderVersion_HasBlanks()
    {
        TinyRun.MakeOlder(TinyRun.Write(_temp["run"], timings: TinyRun.Times()));

        var run = TrainedRun.Read(_temp["run"]);

        Assert.Null(run.Timings);
        Assert.Null(run.Record.Dataset);
        Assert.All(run.Models, model => Assert.True(model.Validation is null && model.Test is null && model.TestCounts is not null));
    }

    // The oldest runs had the three sections and nothing else.
    [Fact]
    public void Read_TheOldestRecord_IsRead()
    {
        TinyRun.Write(_temp["run"]);
        _temp.Write("run/run.json", """{ "preprocessing": {}, "model": {}, "training": {} }""");

        var run = TrainedRun.Read(_temp["run"]);

        Assert.Null(run.Record.FormatVersion);
        Assert.Null(run.Seed);
        Assert.NotEmpty(RunOverview.Full(run));
        Assert.Single(RunList.Of([run]).Rows);
    }

    [Fact]
    public void Read_WithinTheFirstEpoch_HasAModelWithoutABestEpoch()
    {
        TinyRun.Write(_temp["run"]);
        Directory.Delete(_temp["run", "gru1", "best"], recursive: true);
        File.WriteAllText(_temp["run", "gru1", "last", "metrics.jsonl"], "");

        var run = TrainedRun.Read(_temp["run"]);

        Assert.Null(run.Models[1].Best);
        Assert.Empty(run.Models[1].Epochs);
        Assert.NotEmpty(RunOverview.Full(run));
        Assert.NotEmpty(RunComparison.Of(SelectedModel.Find([_temp["run"]])));
    }

    [Fact]
    public void Read_RunJsonWithAHostileValue_IsReadOrRefusedInOneLine()
    {
        TinyRun.Write(_temp["run"]);
        var valid = File.ReadAllText(_temp["run", "run.json"]);

        Assert.All(HostileJson.WithHostileValues(valid).Concat(HostileJson.WithoutEachField(valid)), document =>
        {
            File.WriteAllText(_temp["run", "run.json"], document.Json);
            RequireReadOrRefused(_temp["run", "run.json"], () => Shows(TrainedRun.Read(_temp["run"])));
        });
    }

    [Fact]
    public void Read_TimingsWithAHostileValue_AreReadOrRefusedInOneLine()
    {
        TinyRun.Write(_temp["run"], timings: TinyRun.Times());
        var valid = File.ReadAllText(_temp["run", "timings.json"]);

        Assert.All(HostileJson.WithHostileValues(valid).Concat(HostileJson.WithoutEachField(valid)), document =>
        {
            File.WriteAllText(_temp["run", "timings.json"], document.Json);
            RequireReadOrRefused(_temp["run", "timings.json"], () => Shows(TrainedRun.Read(_temp["run"])));
        });
    }

    [Fact]
    public void Read_FirstStepsWithAHostileValue_AreReadOrRefusedInOneLine()
    {
        var steps = new FirstSteps { FormatVersion = 1, Steps = [new FirstStep(new string('a', 64), 0.69f)], Weights = new string('b', 64) };
        var valid = JsonSerializer.Serialize(steps, RunJson.Default.FirstSteps);

        Assert.All(HostileJson.WithHostileValues(valid).Concat(HostileJson.WithoutEachField(valid)), document =>
        {
            var path = _temp.Write("gru1/first-steps.json", document.Json);
            RequireReadOrRefused(path, () => FirstSteps.Read(_temp["gru1"]));
        });
        _temp.Write("gru1/first-steps.json", valid);
        Assert.Equal(steps.Steps, FirstSteps.Read(_temp["gru1"])!.Steps);
        Assert.Null(FirstSteps.Read(_temp["lstm1"]));
    }

    [Fact]
    public void ReadAll_SeedsAndDamagedRuns_AreInOrderOrNamed()
    {
        foreach (var name in new[] { "b/seed-10", "b/seed-2", "a", "c/fold-1" })
        {
            TinyRun.Write(_temp[$"runs/{name}"]);
        }

        _temp.Write("runs/d/run.json", "{ not JSON");
        _temp.Write("runs/notes/readme.md", "no run");
        _temp.Write("runs/.hidden/run.json", "{}");

        var found = TrainedRun.ReadAll(_temp["runs"]);

        Assert.Equal(["a", "b/seed-2", "b/seed-10", "c/fold-1"], found.Runs.Select(run => run.Name));
        Assert.StartsWith(_temp["runs", "d", "run.json"], Assert.Single(found.Problems), StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(TrainedRun.ReadAll(_temp["runs", "a"]).Runs).Name);
        Assert.Throws<IOException>(() => TrainedRun.ReadAll(_temp["nowhere"]));
    }

    [Fact]
    public void HashOf_KeysInAnotherOrder_IsTheSame()
    {
        var hash = RunRecord.HashOf(TinyRun.Json("""{ "a": 1, "b": { "c": [1, 2], "d": "x" } }"""), TinyRun.Json("{}"), TinyRun.Json("""{ "seed": 1 }"""));

        Assert.Equal(hash, RunRecord.HashOf(TinyRun.Json("""{"b":{"d":"x","c":[1,2]},"a":1}"""), TinyRun.Json("{}"), TinyRun.Json("""{"seed":1}""")));
        Assert.NotEqual(hash, RunRecord.HashOf(TinyRun.Json("""{"b":{"d":"x","c":[2,1]},"a":1}"""), TinyRun.Json("{}"), TinyRun.Json("""{"seed":1}""")));
        Assert.NotEqual(hash, RunRecord.HashOf(TinyRun.Json("""{ "seed": 1 }"""), TinyRun.Json("{}"), TinyRun.Json("""{ "a": 1, "b": { "c": [1, 2], "d": "x" } }""")));
        Assert.Equal(64, hash.Length);
    }

    public void Dispose() => _temp.Dispose();

    static void Shows(TrainedRun run)
    {
        Assert.NotEmpty(RunOverview.Deterministic(run));
        Assert.Single(RunList.Of([run]).Rows);
    }

    static void RequireReadOrRefused(string path, Action read)
    {
        try
        {
            read();
        }
        catch (CheckpointFormatException exception)
        {
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(exception.Message, char.IsControl);
        }
    }
}
