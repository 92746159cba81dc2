using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

/// <summary>What people see of runs: one of them, a list, a comparison.</summary>
public sealed class RunOverviewTests : IDisposable
{
    readonly TempDirectory _temp = new();

    [Fact]
    public void Full_ARun_ShowsResultsWithIntervalsTimesDataAndConfiguration()
    {
        var run = TrainedRun.Read(TinyRun.Write(_temp["run"], timings: TinyRun.Times()));

        var sections = RunOverview.Full(run).ToDictionary(section => section.Title);

        // Wilson's interval of 9 of 10, and of 16 of 20.
        Assert.Equal(
            ["gru1", Parameters(RecurrentCell.Gru), "3", "2", "0.3750", "80.00% (58.40 to 91.93)", "90.00% (59.58 to 98.21)", "89.90%"],
            sections["Models"].Table!.Rows[1]);
        Assert.Equal(["gru1", "90.00% (59.58 to 98.21)"], sections["Test set, from the saved predictions (95% intervals)"].Table!.Rows[1].Take(2));
        Assert.Equal(["gru1", "5.0 s", "2.0 s", "12.5", "625", "0.5 s"], Assert.Single(sections["Times"].Table!.Rows));
        Assert.Equal(["Started 2026-11-21 22:03 UTC; 1 min 15 s in all; peak memory 300 MiB."], sections["Times"].Paragraphs);
        Assert.Equal(["train", "data/train.csv", "cccccccccccc", "12,345", "80", "40", "40"], sections["Data"].Table!.Rows[0]);
        Assert.Equal(["validation", "set aside from train", "", "", "20", "10", "10"], sections["Data"].Table!.Rows[1]);
        Assert.Contains(sections["Made with"].Table!.Rows, row => row[1] == "trainer run --data data/ --set 'a key=it'\\''s'");
        Assert.Contains(sections["Configuration"].Table!.Rows, row => row.SequenceEqual(["training.learningRate", "0.001"]));
        Assert.Contains(sections["Configuration"].Table!.Rows, row => row.SequenceEqual(["training.maxVocabulary", "none"]));
        Assert.Equal("2 (best)", sections["Epochs of gru1"].Table!.Rows[1][0]);
    }

    [Fact]
    public void Deterministic_AnotherTime_SaysTheSame()
    {
        TinyRun.Write(_temp["a"], timings: TinyRun.Times());
        TinyRun.Write(_temp["b"], timings: TinyRun.Times() with { TotalSeconds = 1, PeakMemoryBytes = 1 });

        Assert.Equal(Text(RunOverview.Deterministic(TrainedRun.Read(_temp["a"]))), Text(RunOverview.Deterministic(TrainedRun.Read(_temp["b"]))));
        Assert.NotEqual(Text(RunOverview.Full(TrainedRun.Read(_temp["a"]))), Text(RunOverview.Full(TrainedRun.Read(_temp["b"]))));
    }

    [Fact]
    public void Full_ARunOfAnOlderVersion_SaysWhatWasNotRecorded()
    {
        TinyRun.MakeOlder(TinyRun.Write(_temp["run"]));

        var sections = RunOverview.Full(TrainedRun.Read(_temp["run"])).ToDictionary(section => section.Title);

        Assert.Equal("90.00% (59.58 to 98.21)", sections["Models"].Table!.Rows[1][6]);
        Assert.Equal("80.00%", sections["Models"].Table!.Rows[1][5]);
        Assert.All(["Times", "Data"], title => Assert.Equal(["Not recorded: an older version of the trainer wrote this run."], sections[title].Paragraphs));
    }

    [Fact]
    public void List_Runs_ShowsTheBestModelOfEach()
    {
        TinyRun.Write(_temp["runs", "new"], timings: TinyRun.Times());
        TinyRun.MakeOlder(TinyRun.Write(_temp["runs", "older"], TinyRun.Record(seed: 7)));

        var table = RunList.Of(TrainedRun.ReadAll(_temp["runs"]).Runs);

        Assert.Equal(
            [
                ["new", "lstm1 gru1", "data, 110 texts", "2026-11-21 22:03 UTC", "1", "lstm1", "80.00%", "80.00% (49.02 to 94.33)", "1 min 15 s"],
                ["older", "lstm1 gru1", "", "", "7", "lstm1", "80.00%", "80.00% (49.02 to 94.33)", ""],
            ],
            table.Rows);
    }

    [Fact]
    public void Compare_ModelsOfOneRun_TestsThemOnTheSameTexts()
    {
        TinyRun.Write(_temp["run"]);

        var sections = RunComparison.Of(SelectedModel.Find([_temp["run", "gru1"], _temp["run", "lstm1"]]));

        Assert.Equal([["cell", "gru", "lstm"]], sections[0].Table!.Rows);
        Assert.Equal(["gru1", "lstm1"], sections[1].Table!.Rows.Select(row => row[0]));
        Assert.StartsWith("Of 10 texts, gru1 is right on 2 where lstm1 is wrong, and lstm1 on 1 where gru1 is wrong", Assert.Single(sections[2].Paragraphs), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_TwoRuns_ShowsWhatDiffersInTheirConfiguration()
    {
        TinyRun.Write(_temp["a"]);
        var other = TinyRun.Record(seed: 2) with { Model = TinyRun.Json("""{ "hiddenSize": 6, "bidirectional": false, "wide": true }"""), Data = new DataFingerprint(new string('0', 64), new string('b', 64)) };
        TinyRun.Write(_temp["b"], other);

        var sections = RunComparison.Of(SelectedModel.Find([_temp["a", "gru1"], _temp["b", "gru1"]]));

        Assert.Equal(["key", "a/gru1", "b/gru1"], sections[0].Table!.Headers);
        Assert.Equal(
            [["model.hiddenSize", "5", "6"], ["training.seed", "1", "2"], ["training texts", "aaaaaaaaaaaa", "000000000000"], ["model.wide", "", "true"]],
            sections[0].Table!.Rows.OrderBy(row => row[0] == "model.wide"));
        Assert.Contains("gru1 is right on 0 where", sections[2].Paragraphs[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OlderRunsOrOtherTexts_SaysThatNothingCanBeTested()
    {
        TinyRun.MakeOlder(TinyRun.Write(_temp["older"]));
        TinyRun.Write(_temp["new"]);

        var sections = RunComparison.Of(SelectedModel.Find([_temp["older"], _temp["new", "gru1"]]));

        Assert.Equal(["3 of 3 pairs have no saved predictions for the same texts, so their difference cannot be tested."], sections[2].Paragraphs);
    }

    [Fact]
    public void Compare_SeedsOfOneConfiguration_AreAveraged()
    {
        TinyRun.Write(_temp["runs", "seed-1"], right: (9, 8));
        TinyRun.Write(_temp["runs", "seed-2"], TinyRun.Record(seed: 2), right: (7, 8));
        TinyRun.Write(_temp["other"], TinyRun.Record(seed: 3) with { Model = TinyRun.Json("""{ "hiddenSize": 6 }""") });

        var sections = RunComparison.Of(SelectedModel.Find([_temp["runs"], _temp["other", "gru1"]]));

        var means = Assert.Single(sections, section => section.Title.StartsWith("Means over seeds", StringComparison.Ordinal)).Table!;
        Assert.Equal(["lstm1", "2", "0.3750 ± 0.0000", "80.00% ± 0.00", "80.00% ± 0.00"], means.Rows[0].Take(5));
        Assert.Equal(["gru1", "2", "0.3750 ± 0.0000", "80.00% ± 0.00", "80.00% ± 14.14"], means.Rows[1].Take(5)); // 90% and 70%
        Assert.Equal(2, means.Rows.Count);
    }

    [Fact]
    public void Compare_ManyModels_TestsEachAgainstTheBestAndWarns()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            TinyRun.Write(_temp["runs", name]);
        }

        var sections = RunComparison.Of(SelectedModel.Find([_temp["runs"]]));

        Assert.Equal(6, sections[^1].Paragraphs.Count);
        Assert.StartsWith("These are 5 tests: by chance alone", sections[^1].Paragraphs[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Find_APathNamedTwiceOrToNothing_IsTakenOnceOrRefused()
    {
        TinyRun.Write(_temp["runs", "a"]);

        Assert.Equal(2, SelectedModel.Find([_temp["runs"], _temp["runs", "a"], _temp["runs", "a", "gru1"] + "/"]).Count);
        Assert.Throws<IOException>(() => SelectedModel.Find([_temp["runs", "nowhere"]]));
        Directory.CreateDirectory(_temp["empty"]);
        Assert.Throws<IOException>(() => SelectedModel.Find([_temp["empty"]]));
    }

    public void Dispose() => _temp.Dispose();

    static string Parameters(RecurrentCell cell) =>
        Invariant($"{TestModels.Config(cell).Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size)):N0}");

    static string Text(IEnumerable<TextSection> sections) => string.Join(
        '\n', sections.Select(section => section.Title + string.Join('\n', section.Paragraphs) + string.Join('\n', section.Table?.Rows.Select(row => string.Join('|', row)) ?? [])));
}
