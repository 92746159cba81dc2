using Microsoft.Extensions.Options;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.TestSupport;

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
