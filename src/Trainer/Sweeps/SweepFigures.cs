using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Search;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>What a sweep shows about each parameter: <c>sensitivity.svg</c>, and <c>sensitivity.html</c> with the table.</summary>
static class SweepFigures
{
    const int Columns = 3;

    /// <summary>Writes both files.</summary>
    public static void Write(Sweep sweep, IReadOnlyList<Trial> ranked)
    {
        var results = ranked.Select(trial => (Trial: trial, Result: trial.Result(sweep.Plan.Goal)))
            .Where(entry => entry.Result.Status is TrialStatus.Completed).ToList();
        var sensitivities = sweep.Sensitivities(ranked);
        var figures = sweep.Space.Parameters.Select((parameter, i) => FigureOf(
            sweep, parameter, sensitivities[i],
            [.. from entry in results
                where entry.Result.Point.Values[i] is not null
                select (entry.Trial.Number, entry.Result.Point.Values[i]!.Value, sweep.Goal.Value(entry.Result.Loss))])).ToList();
        Write(sweep.Directory.In("sensitivity.svg"), new PanelFigure(Title(sweep), figures, Math.Min(Columns, figures.Count)).ToSvgFile());

        var page = new HtmlPage(Title(sweep), "Every dot is a completed trial. All figures are of the validation texts; no test set was used.");
        page.Section("Parameters").Figures(figures).Remark(
            "The share of variance says how much of the differences between these trials the parameter explains by itself. It describes these trials: "
            + "a search that prefers some values, or parameters that act together, change it.");
        page.Section("Trials").Table(TableOf(sweep, ranked));
        Write(sweep.Directory.In("sensitivity.html"), page.ToString());
    }

    static string Title(Sweep sweep) => $"Sweep: {sweep.Goal.Name} by parameter";

    static Figure FigureOf(Sweep sweep, SearchParameter parameter, Sensitivity sensitivity, List<(int Trial, SearchValue Value, double Figure)> results)
    {
        var share = sensitivity.Share is { } found ? $" ({(100 * found).ToString("F0", CultureInfo.InvariantCulture)}% of variance)" : "";
        var title = parameter.Key + share;
        var figure = new Axis(sweep.Goal.Name, Format: sweep.Goal.IsShare ? AxisFormat.Percent : AxisFormat.Number);
        var description = string.Join("; ", sensitivity.Groups.Select(group => $"{group.Values}: {sweep.Goal.Text(group.MeanLoss)} in the mean of {group.Trials} trials"));
        return parameter is RangeParameter range
            ? new ScatterFigure(
                title,
                new Axis(parameter.Key, IsLogarithmic: range.IsLog, IsWhole: range.IsWhole && !range.IsLog),
                figure,
                [.. results.Select((result, rank) => new ScatterPoint(
                    $"trial {SweepDirectory.NameOf(result.Trial)}", new Place(result.Value.Number!.Value, result.Figure),
                    SeriesStyle.At(rank == 0 ? 1 : 0), HasLabel: rank == 0))])
            {
                Description = description,
            }
            : new IntervalFigure(
                title,
                figure,
                [.. from result in results
                    group result.Figure by result.Value into same
                    orderby parameter is CategoryParameter category ? category.IndexOf(same.Key) : 0
                    select new IntervalRow(same.Key.Text, same.Average(), SeriesStyle.At(0)) { Parts = [.. same] }])
            {
                Description = description,
            };
    }

    static HtmlTable TableOf(Sweep sweep, IReadOnlyList<Trial> ranked) => new(
        "All trials, the best first",
        ["trial", "model", .. sweep.Space.Parameters.Select(parameter => parameter.Key).Where(key => key != SearchSpace.ModelsKey), "outcome", sweep.Goal.Name],
        [.. ranked.Select(trial => (IReadOnlyList<string>)
        [
            SweepDirectory.NameOf(trial.Number),
            sweep.ModelOf(trial.Point).Name,
            .. sweep.Space.Parameters.Zip(trial.Point.Values).Where(entry => entry.First.Key != SearchSpace.ModelsKey).Select(entry => entry.Second?.Text ?? ""),
            trial.Outcome.Reason ?? "completed",
            trial.Outcome.Best is { } best ? sweep.Goal.Text(TrialOutcome.Loss(best, sweep.Plan.Goal)) : "",
        ])],
        TextColumns: sweep.Space.Parameters.Count + 3)
    {
        HidesCaption = true,
    };

    static void Write(string path, string text) => AtomicOutput.WriteFile(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
