using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Exporter.Exporting;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Inference;
using RnnToolkit.Runs;

namespace RnnToolkit.Exporter.Commands;

/// <summary>Exports models of a training run, one after the other.</summary>
sealed record CheckpointExport
{
    const string RunsDirectory = "runs";

    /// <summary>The directory of the run; null for the newest.</summary>
    public required string? Run { get; init; }

    /// <summary><c>all</c>, or names with commas between them.</summary>
    public required string Models { get; init; }

    /// <summary>The directory that gets the bundles.</summary>
    public required string Output { get; init; }

    /// <summary>The forms to write, a bundle each.</summary>
    public required List<GraphFormat> Formats { get; init; }

    /// <summary>The test set to compare on; null for the probes alone.</summary>
    public required string? TestData { get; init; }

    /// <summary>How far a probability of the test set may be from the trainer's; null for what the precision explains.</summary>
    public required double? Tolerance { get; init; }

    /// <summary>Whether the probabilities are calibrated.</summary>
    public required bool Calibrate { get; init; }

    /// <summary>What the threshold is chosen for; null for the trainer's.</summary>
    public required ThresholdGoal? Threshold { get; init; }

    /// <summary>What scores the test set.</summary>
    public required ExecutionProvider Provider { get; init; }

    /// <summary>How the test set is written.</summary>
    public required DatasetOptions TestFormat { get; init; }

    /// <summary>Exports and checks each model in each form.</summary>
    /// <param name="output">Gets the results.</param>
    /// <param name="error">Gets messages and progress.</param>
    /// <param name="cancellationToken">Looked at between bundles and batches.</param>
    public void Export(TextWriter output, StandardError error, CancellationToken cancellationToken)
    {
        var run = Run is { } directory ? CheckpointSet.Open(directory) : CheckpointSet.Newest(RunsDirectory);
        var models = run.Select(Models);
        RequireOwnBundles(models);
        var testSet = TestData is { } data ? ReadTestSet(data, error, cancellationToken) : null;
        Log.ExportStarts(error.Logger<CheckpointExport>(), string.Join(", ", models), run.Directory, Run is null ? ", the newest run" : "");

        var measured = new List<(ExportReport, double TextsPerSecond)>();
        foreach (var model in models)
        {
            var source = Adjustment.Apply(ExportSource.FromCheckpoint(run.CheckpointOf(model)), Calibrate, Threshold);
            RequireTextInput(source.Checkpoint.Config);
            foreach (var format in Formats)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var report = Export(source, format, testSet, BundleOf(model, format), cancellationToken);
                output.WriteLine(report);
                output.Write(report.ParityTable());
                output.Write(AdjustmentTable.Write(report));
                if (Formats.Count > 1)
                {
                    var texts = source.Checkpoint.Probes.Select(probe => probe.Text).ToArray();
                    measured.Add((report, Throughput.Measure(report.Directory, texts, cancellationToken)));
                }
            }
        }

        output.Write(measured.Count > 0 ? $"\n{PrecisionTable.Write(measured)}" : "");
    }

    static ExportReport Export(ExportSource source, GraphFormat format, TestSetCheck? testSet, string bundle, CancellationToken cancellationToken)
    {
        try
        {
            return new BundleExport(format, testSet).Run(source, bundle, cancellationToken);
        }
        catch (PlatformNotSupportedException exception)
        {
            throw BadOption.Because($"--provider: {exception.Message}");
        }
    }

    /// <summary>A single precision gets the model's name; of several, the smaller ones get the precision as a suffix.</summary>
    string BundleOf(string model, GraphFormat format) => Path.Combine(
        Output, Formats.Count == 1 || format.Precision == WeightPrecision.Fp32 ? model : $"{model}-{format.PrecisionName}");

    /// <summary>Refuses models whose bundles would replace each other: one may be called as another one is in a smaller precision.</summary>
    void RequireOwnBundles(IEnumerable<string> models)
    {
        var shared = models.SelectMany(_ => Formats, BundleOf).GroupBy(bundle => bundle).FirstOrDefault(bundles => bundles.Count() > 1);
        if (shared is not null)
        {
            throw BadOption.Because($"--precision: {shared.Key}: found two bundles that would get this name, expected one; export the models separately, each to its own --output");
        }
    }

    /// <summary>Refuses <c>text.onnx</c> for a model whose preprocessing that graph cannot hold.</summary>
    void RequireTextInput(CheckpointConfig config)
    {
        if (Formats.Exists(format => format.TextInput) && !ClassifierGraph.CanTakeText(config.Preprocessing))
        {
            throw BadOption.Because($"--input: found text, expected ids for {config.Name}, whose preprocessing text.onnx cannot hold");
        }
    }

    TestSetCheck ReadTestSet(string path, StandardError error, CancellationToken cancellationToken)
    {
        var data = Dataset.Open(path, TestFormat);
        var logger = error.Logger<CheckpointExport>();
        Log.ReadingDataset(logger, data.Path, data.Kind);
        var texts = TestTexts.Read(data, cancellationToken);
        foreach (var warning in data.Warnings)
        {
            Log.DataWarning(logger, warning);
        }

        return new TestSetCheck(texts, Tolerance, Provider, error.Progress());
    }
}
