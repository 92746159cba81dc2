using System.Xml.Linq;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Tests;

public class RunReportTests
{
    [Fact]
    public void Report_OfThreeSeeds_ShowsEachModelOnceWithAllSections()
    {
        using var runs = new FakeRuns();
        foreach (var seed in new[] { 1, 2, 3 })
        {
            runs.Add(Invariant($"seed-{seed}"), new() { Seed = seed });
        }

        var report = RunReport.Of(runs.Read());
        var page = Parse(report);

        Assert.Equal(
            [
                "Results", "Learning curves", "Differences between models", "Confusion", "ROC and precision-recall", "Calibration", "Slices", "Most confident errors",
                "Gradient flow", "Cost", "Data and configuration",
            ],
            page.Descendants("h2").Select(heading => heading.Value));
        var results = Table(page, "Results on 400 test texts");
        Assert.Equal(["gru1", "lstm1", "rnn1"], results.Select(row => row[0]));
        Assert.All(results, row => Assert.Equal("3", row[1]));
        Assert.Equal(
            ["accuracy", "learning-gru1", "learning-accuracy", "learning-loss", "confusion", "roc", "precision-recall", "calibration", "lengths", "unknown-words", "gradients-untrained", "gradients-trained", "cost"],
            report.Figures.Select(figure => figure.Name).Where(name => name is not ("learning-rnn1" or "learning-lstm1")).OrderBy(name => name == "learning-gru1" ? 1 : name == "accuracy" ? 0 : 2));
        Assert.All(report.Figures, figure => XDocument.Parse(figure.Figure.ToSvgFile()));
    }

    [Fact]
    public void Report_ResultsTable_AgreesWithThePredictions()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new());
        var model = runs.Read()[0].Models[0];
        var right = model.Test!.Count(text => text.IsRight);
        var interval = Proportion.Wilson(right, 400);

        var row = Table(Parse(RunReport.Of(runs.Read())), "Results on 400 test texts").Single(cells => cells[0] == model.Name);

        Assert.Equal(
            [Invariant($"{100.0 * right / 400:0.0}%"), "–", Invariant($"{100 * interval.Low:0.0}–{100 * interval.High:0.0}%")],
            row[2..5]);
    }

    [Fact]
    public void Report_Calibration_ShowsWhatTheTemperatureChanges()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new());
        var model = runs.Read()[0].Models[0];
        var (temperature, before, after) = (model.Calibration!.Temperature, model.Calibration.LogLossBefore, model.Calibration.LogLossAfter);

        var row = Table(Parse(RunReport.Of(runs.Read())), "Calibration on 400 test texts, first training of each model").Single(cells => cells[0] == model.Name);

        Assert.Equal([Invariant($"{temperature:0.000}"), Invariant($"{before:0.000}"), Invariant($"{after:0.000}")], [row[1], row[4], row[5]]);
    }

    [Fact]
    public void Report_Baseline_IsARowOfTheResults()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new());
        var summary = EvaluationSummary.Of(runs.Read()[0].Models[0].Test!, LabelSet.Sentiment);

        var page = Parse(RunReport.Of(runs.Read(), new() { Baselines = [new("hmm-discrete-5", summary, "perplexity 1,234")] }));

        Assert.Contains(Table(page, "Results on 400 test texts"), row => row[0] == "hmm-discrete-5" && row[2] == Invariant($"{100 * summary.Accuracy.Value:0.0}%"));
        Assert.Contains("perplexity 1,234", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_WrittenTwice_IsTheSameAndNamesNoMachine()
    {
        using var runs = new FakeRuns();
        runs.Add("a", new());
        runs.Add("b", new() { Seed = 2 });

        var (first, second) = (RunReport.Of(runs.Read()).Page.ToString(), RunReport.Of(runs.Read()).Page.ToString());

        Assert.Equal(first, second);
        Assert.DoesNotContain(runs.Path, first, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, first, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Report_OtherConfiguration_IsAnotherModel()
    {
        using var runs = new FakeRuns();
        runs.Add("fast", new() { LearningRate = 0.01 });
        runs.Add("slow", new() { LearningRate = 0.001 });

        var names = Table(Parse(RunReport.Of(runs.Read())), "Results on 400 test texts").Select(row => row[0]);

        Assert.Equal(["fast/gru1", "fast/lstm1", "fast/rnn1", "slow/gru1", "slow/lstm1", "slow/rnn1"], names.Order());
    }

    [Fact]
    public void Report_WithoutPredictions_SaysSoAndKeepsTheCurves()
    {
        using var runs = new FakeRuns();
        runs.Add("old", new() { HasPredictions = false, HasExtras = false });

        var page = Parse(RunReport.Of(runs.Read()));

        Assert.Contains("No predictions were saved by 3 trainings", page.Value, StringComparison.Ordinal);
        Assert.Equal(["Results", "Learning curves", "Data and configuration"], page.Descendants("h2").Select(heading => heading.Value));
    }

    [Fact]
    public void Report_WithoutAnyEpoch_IsStillAPage()
    {
        using var runs = new FakeRuns();
        runs.Add("new", new() { HasPredictions = false, HasExtras = false, Epochs = 0 });

        Assert.Contains("None has saved predictions", Parse(RunReport.Of(runs.Read())).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfNoRun_IsStillAPage() => Assert.NotEmpty(Parse(RunReport.Of([])).Descendants("h1"));

    [Fact]
    public void Report_HundredLabels_ShowsTheOnesWithErrors()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new() { Labels = [.. Enumerable.Range(0, 100).Select(index => Invariant($"label {index}"))], Texts = 1000, Models = [(RecurrentCell.Gru, 1), (RecurrentCell.Lstm, 1)] });

        var report = RunReport.Of(runs.Read());
        var page = Parse(report);

        Assert.Contains("A matrix shows the 24 labels with the most errors", page.Value, StringComparison.Ordinal);
        Assert.NotEmpty(Table(page, "Labels that gru1 confuses most"));
        Assert.DoesNotContain("ROC", string.Concat(page.Descendants("h2").Select(heading => heading.Value)), StringComparison.Ordinal);
        Assert.InRange(report.Page.ToString().Length, 1, 1_000_000);
    }

    [Fact]
    public void Report_ManyTexts_StaysSmall()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new() { Texts = 25_000, Models = [(RecurrentCell.Gru, 1)] });

        Assert.InRange(RunReport.Of(runs.Read()).Page.ToString().Length, 10_000, 100_000);
    }

    [Fact]
    public void Report_HostileIdsAndTexts_StayText()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new() { IdOf = index => Invariant($"<script>alert({index})</script>\u202E") + (index < 5 ? new string('x', 60_000) : ""), Texts = 40 });

        var html = RunReport.Of(runs.Read(), new() { TextsOf = (_, _, ids) => ids.ToDictionary(id => id, _ => FigureExamples.Hostile + new string('y', 1_000_000)) }).Page.ToString();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', html);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1, 300_000);
    }

    [Fact]
    public void Report_Texts_AppearOnlyWhenAskedFor()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new());

        var asked = new List<string>();
        var with = RunReport.Of(runs.Read(), new() { TextsOf = (_, _, ids) => ids.ToDictionary(id => id, id => { asked.Add(id); return "a text of a person"; }) }).Page.ToString();
        var without = RunReport.Of(runs.Read()).Page.ToString();

        Assert.Contains("a text of a person", with, StringComparison.Ordinal);
        Assert.Distinct(asked);
        Assert.DoesNotContain("a text of a person", without, StringComparison.Ordinal);
        Assert.Contains("--with-texts", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_DamagedPredictions_AreAProblemAndTheOtherModelsStay()
    {
        using var runs = new FakeRuns();
        runs.Add("run", new());
        File.WriteAllText(runs[Path.Combine("run", "gru1", "best", "predictions.csv")], "part,id\n");

        var page = Parse(RunReport.Of(runs.Read()));

        Assert.Contains("predictions.csv", page.Descendants("section").First().Value, StringComparison.Ordinal);
        Assert.Equal(["lstm1", "rnn1"], Table(page, "Results on 400 test texts").Select(row => row[0]).Order());
    }

    [Fact]
    public void Report_Problems_StandAtTheTop()
    {
        var page = Parse(RunReport.Of([], new() { Problems = ["runs/b/run.json: found no JSON"] }));

        Assert.Contains("runs/b/run.json: found no JSON", page.Descendants("section").First().Value, StringComparison.Ordinal);
    }

    static XElement Parse(RunReport report) => XDocument.Parse(report.Page.ToString()).Root!;

    static List<string[]> Table(XElement page, string caption) =>
        [.. page.Descendants("table").Single(table => table.Element("caption")!.Value == caption).Element("tbody")!.Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
}
