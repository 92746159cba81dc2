using System.CommandLine;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Reports;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Records;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer report</c>: runs as one HTML page.</summary>
sealed class ReportCommand : Command
{
    readonly Argument<string[]> _runs = new("runs")
    {
        Description = "Directories of runs, or directories with runs in them, such as those of --seeds and --folds; also outputs of trainer hmm.",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<string> _output = new("--output") { Description = "The HTML file to write.", DefaultValueFactory = _ => "report.html" };

    readonly Option<string?> _figures = new("--figures") { Description = "Also writes each figure into this directory, as an SVG file. Other files there stay." };

    readonly Option<bool> _withTexts = new("--with-texts")
    {
        Description = "Shows the beginnings of misclassified texts, read from the data that run.json names. Without it, the report has ids only.",
    };

    readonly Option<string?> _title = new("--title") { Description = "The heading of the page. Default: Training report." };

    public ReportCommand()
        : base("report", "Writes training runs as one HTML file: results, learning curves, significance, calibration, slices, errors. It opens without a network and prints.")
    {
        Add(_runs);
        Add(_output);
        Add(_figures);
        Add(_withTexts);
        Add(_title);

        // On another thread, so that Ctrl+C ends the program while predictions are read.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var paths = parsed.GetValue(_runs)!.ToLookup(BaselineRecord.IsAt);
        var found = paths[false].Select(TrainedRun.ReadAll).ToList();
        var (runs, problems) = (found.SelectMany(directory => directory.Runs).ToList(), found.SelectMany(directory => directory.Problems).ToList());
        if (runs.Count == 0)
        {
            throw new IOException(problems is [var problem, ..] ? problem : $"{string.Join(", ", parsed.GetValue(_runs)!)}: found no run, expected at least one");
        }

        var report = RunReport.Of(runs, new ReportOptions
        {
            Title = parsed.GetValue(_title) ?? "Training report",
            Problems = problems,
            Baselines = [.. paths[true].Select(BaselineRecord.Read).Select(baseline => Baseline.Of(baseline.Record, baseline.Texts)).OfType<Baseline>()],
            TextsOf = parsed.GetValue(_withTexts) ? (run, part, ids) => RunTexts.Find(run, part, ids, cancellationToken) : null,
        });
        OutputTarget.Of(parsed.GetValue(_output)!).Write(stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            report.Page.Write(writer);
        });
        if (parsed.GetValue(_figures) is { } figures)
        {
            Directory.CreateDirectory(figures);
            foreach (var figure in report.Figures)
            {
                AtomicOutput.WriteFile(Path.Combine(figures, $"{figure.Name}.svg"), stream => stream.Write(Encoding.UTF8.GetBytes(figure.Figure.ToSvgFile())));
            }
        }

        return ExitCode.Done;
    }
}
