using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Exporter.Exporting;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;

namespace RnnToolkit.Exporter.Commands;

/// <summary>Exports the models of a run, one after the other.</summary>
/// <param name="request">What to do.</param>
/// <param name="output">Gets the results.</param>
/// <param name="error">Gets what is going on.</param>
sealed class CheckpointExport(CheckpointExportRequest request, TextWriter output, TextWriter error)
{
    const string RunsDirectory = "runs";

    public void Run(CancellationToken cancellationToken)
    {
        var run = request.Run is { } directory ? CheckpointSet.Open(directory) : CheckpointSet.Newest(RunsDirectory);
        var models = run.Select(request.Models);
        RequireOwnBundles(models);
        var testSet = request.TestData is { } data ? ReadTestSet(data, cancellationToken) : null;
        error.WriteLine($"Exporting {string.Join(", ", models)} from {run.Directory}{(request.Run is null ? ", the newest run" : "")}");

        var measured = new List<(ExportReport, double TextsPerSecond)>();
        foreach (var model in models)
        {
            var source = ExportSource.FromCheckpoint(run.CheckpointOf(model));
            foreach (var format in request.Formats)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var report = new BundleExport(format, testSet).Run(source, BundleOf(model, format), cancellationToken);
                output.WriteLine(report);
                output.Write(report.ParityTable());
                if (request.Formats.Count > 1)
                {
                    var texts = source.Checkpoint.Probes.Select(probe => probe.Text).ToArray();
                    measured.Add((report, Throughput.Measure(report.Directory, texts, cancellationToken)));
                }
            }
        }

        output.Write(measured.Count > 0 ? $"\n{PrecisionTable.Write(measured)}" : "");
    }

    /// <summary>One precision is the model; of several, the smaller ones stand beside it under their names.</summary>
    string BundleOf(string model, GraphFormat format) => Path.Combine(
        request.Output, request.Formats.Count == 1 || format.Precision == WeightPrecision.Fp32 ? model : $"{model}-{format.PrecisionName}");

    /// <summary>Refuses models whose bundles would replace each other: one may be called as another one is in a smaller precision.</summary>
    void RequireOwnBundles(IEnumerable<string> models)
    {
        var shared = models.SelectMany(_ => request.Formats, BundleOf).GroupBy(bundle => bundle).FirstOrDefault(bundles => bundles.Count() > 1);
        if (shared is not null)
        {
            throw BadOption.Because($"--precision: {shared.Key}: found two bundles that would get this name, expected one; export the models one by one, to outputs of their own");
        }
    }

    TestSetCheck ReadTestSet(string path, CancellationToken cancellationToken)
    {
        var data = Dataset.Open(path, new DatasetOptions { TextColumn = request.TextColumn, LabelColumn = request.LabelColumn });
        error.WriteLine($"Reading {data.Path} ({data.Kind})");
        var isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        return new TestSetCheck(
            TestTexts.Read(data, cancellationToken), request.Tolerance, request.Provider, new ProgressDisplay(error, isTerminal, TimeProvider.System));
    }
}
