using System.Text.Json;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

public sealed class CheckpointSetTests : IDisposable
{
    readonly TempDirectory _runs = new();

    [Fact]
    public void Newest_SeveralRuns_IsTheOneWrittenLast()
    {
        Write("b", "gru1", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        Write("a", "gru1", new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc));
        Write("c", "gru1", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(_runs["a"], CheckpointSet.Newest(_runs.Path).Directory);
    }

    [Fact]
    public void Newest_SameTime_IsTheLastByName()
    {
        foreach (var run in new[] { "2026-02-01", "2026-02-03", "2026-02-02" })
        {
            Write(run, "gru1", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.Equal(_runs["2026-02-03"], CheckpointSet.Newest(_runs.Path).Directory);
    }

    [Fact]
    public void Newest_DirectoriesWithoutCheckpoint_AreNoRuns()
    {
        Write("a", "gru1", DateTime.UnixEpoch);
        Directory.CreateDirectory(_runs["z", "gru1"]);

        Assert.Equal(_runs["a"], CheckpointSet.Newest(_runs.Path).Directory);
    }

    // The checkpoint of the seed whose validation texts were scored best, by what the training chose its epochs by.
    [Theory]
    [InlineData(null, "seed-10")]
    [InlineData("loss", "seed-10")]
    [InlineData("accuracy", "seed-2")]
    [InlineData("macroF1", "seed-3")]
    public void CheckpointOf_SeveralSeeds_IsTheOneThatDidBest(string? bestBy, string expected)
    {
        var training = JsonSerializer.Deserialize<JsonElement>(bestBy is null ? "{}" : $$"""{ "bestBy": "{{bestBy}}" }""");
        var checkpoint = TinyCheckpoint.Create();
        foreach (var (seed, metrics) in new[] { (3, new EpochMetrics(1, 1, 0.5, 0.8, 0.9)), (2, new(1, 1, 0.6, 0.9, 0.7)), (10, new(1, 1, 0.4, 0.7, 0.8)) })
        {
            (checkpoint with { Config = checkpoint.Config with { Training = training }, Metrics = [metrics] })
                .Write(_runs["a", RunLayout.SeedDirectory(seed), "gru1", "best"]);
        }

        var run = CheckpointSet.Open(_runs["a"]);

        Assert.Equal(["gru1"], run.Models);
        Assert.Equal(_runs["a", expected, "gru1", "best"], run.CheckpointOf("gru1"));
        Assert.Equal(_runs["a"], CheckpointSet.Newest(_runs.Path).Directory);
    }

    [Fact]
    public void Open_CrossValidation_SaysWhatToExportInstead()
    {
        foreach (var fold in new[] { 1, 2 })
        {
            Write(Path.Combine("a", RunLayout.FoldDirectory(fold)), "gru1", DateTime.UnixEpoch);
        }

        var exception = Assert.Throws<OptionsValidationException>(() => CheckpointSet.Open(_runs["a"]));

        Assert.Equal(
            [$"--run: {_runs["a"]}: found a cross-validation, expected a run: its models lack a part of the training texts each; train without --folds and export that, or name a fold: {_runs["a", "fold-1"]}"],
            exception.Failures);
        Assert.Equal(["gru1"], CheckpointSet.Open(_runs["a", "fold-1"]).Models);
    }

    [Fact]
    public void Newest_NoRun_SaysWhatToDo()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => CheckpointSet.Newest(_runs["nowhere"]));

        Assert.Equal([$"{_runs["nowhere"]}/: found no training run, expected one; name it with --run, or train first"], exception.Failures);
    }

    [Theory]
    [InlineData("all", "gru1", "lstm2")]
    [InlineData("gru1", "gru1")]
    [InlineData(" lstm2 ,, gru1,lstm2", "lstm2", "gru1")]
    public void Select_NamesOfTheRun_AreTaken(string selection, params string[] expected)
    {
        Write("a", "lstm2", DateTime.UnixEpoch);
        Write("a", "gru1", DateTime.UnixEpoch);

        Assert.Equal(expected, CheckpointSet.Open(_runs["a"]).Select(selection));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("all,gru1")]
    [InlineData("../gru1")]
    public void Select_OtherNames_AreRefused(string selection)
    {
        Write("a", "gru1", DateTime.UnixEpoch);

        Assert.Throws<OptionsValidationException>(() => CheckpointSet.Open(_runs["a"]).Select(selection));
    }

    public void Dispose() => _runs.Dispose();

    void Write(string run, string model, DateTime time)
    {
        var best = Directory.CreateDirectory(_runs[run, model, "best"]).FullName;
        File.WriteAllText(Path.Combine(best, "config.json"), "");
        File.SetLastWriteTimeUtc(Path.Combine(best, "config.json"), time);
    }
}
