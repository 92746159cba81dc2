using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Commands;

namespace RnnToolkit.Trainer.Tests;

public sealed class ReportCommandTests : IDisposable
{
    static readonly string[] s_quick =
        ["--set", "model.embeddingSize=4", "--set", "model.hiddenSize=3", "--set", "training.batchSize=7", "--set", "preprocessing.sequenceLength=10", "--epochs", "1"];

    readonly TempDirectory _temp = new();

    [Fact]
    public async Task Report_OfTrainedModels_WritesThePageAndTheFigures()
    {
        var data = TinyReviews.Write(_temp["data"]);
        await Trainer(["run", "--data", data, "--output", _temp["run"], "--models", "gru1,rnn1", .. s_quick]);

        Assert.Equal(ExitCode.Done, (await Trainer("report", _temp["run"], "--output", _temp["report.html"], "--figures", _temp["figures"])).ExitCode);

        var page = File.ReadAllText(_temp["report.html"]);
        Assert.Contains("2 models from 2 trainings in 1 run.", page, StringComparison.Ordinal);
        Assert.Contains("Most confident errors", page, StringComparison.Ordinal);
        Assert.All(new[] { "accuracy", "learning-gru1", "roc", "calibration", "lengths", "cost" }, name =>
            Assert.StartsWith("<?xml", File.ReadAllText(_temp["figures", $"{name}.svg"]), StringComparison.Ordinal));

        // Running it again gives the same bytes.
        await Trainer("report", _temp["run"], "--output", _temp["again.html"]);
        Assert.Equal(page, File.ReadAllText(_temp["again.html"]));
    }

    [Fact]
    public async Task Report_WithTexts_ReadsThemFromTheDataOfTheRun()
    {
        Directory.CreateDirectory(_temp["data"]);
        _temp.Write(Path.Combine("data", "train.csv"), "text,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => Invariant($"a fine film {i},pos\na dull film {i},neg\n"))));

        // No model gets both right.
        _temp.Write(Path.Combine("data", "test.csv"), "text,label\n<b>once</b> seen by me,pos\n<b>once</b> seen by me,neg\n");
        await Trainer(["run", "--data", _temp["data"], "--output", _temp["run"], "--models", "gru1", .. s_quick]);

        await Trainer("report", _temp["run"], "--output", _temp["without.html"]);
        await Trainer("report", _temp["run"], "--output", _temp["with.html"], "--with-texts");

        Assert.DoesNotContain("seen by me", File.ReadAllText(_temp["without.html"]), StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;once&lt;/b&gt; seen by me", File.ReadAllText(_temp["with.html"]), StringComparison.Ordinal);

        Directory.Delete(_temp["data"], recursive: true);
        var gone = await Trainer("report", _temp["run"], "--output", _temp["gone.html"], "--with-texts");
        Assert.Equal(ExitCode.BadInput, gone.ExitCode);
        Assert.False(File.Exists(_temp["gone.html"]));
    }

    [Fact]
    public async Task Report_WithoutARun_IsOneLine()
    {
        Directory.CreateDirectory(_temp["empty"]);

        var result = await Trainer("report", _temp["empty"], "--output", _temp["report.html"]);

        Assert.NotEqual(ExitCode.Done, result.ExitCode);
        Assert.Contains("found no run, expected at least one", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["report.html"]));
    }

    public void Dispose() => _temp.Dispose();

    static Task<ProgramResult> Trainer(params string[] args) =>
        InProcess.Run((output, error) => CommandRunner.RunAsync(TrainerCommand.Create(), args, output, error));
}
