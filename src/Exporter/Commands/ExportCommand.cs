using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Exporter.Graphs;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Exporter.Runs;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Inference;

namespace RnnToolkit.Exporter.Commands;

/// <summary><c>exporter --to onnx</c>: turns the checkpoints of a training run into bundles.</summary>
sealed class ExportCommand : RootCommand
{
    const string RunsDirectory = "runs";

    readonly Option<string> _to = new("--to") { Description = "The format to write: onnx.", Required = true };

    readonly Option<string?> _run = new("--run") { Description = "The directory of a training run. Default: the newest below runs/." };

    readonly Option<string> _model = new("--model")
    {
        Description = "all, or some of the run's models with commas between them.",
        DefaultValueFactory = _ => "all",
    };

    readonly Option<string> _output = new("--output")
    {
        Description = "The directory that gets a bundle for each model.",
        DefaultValueFactory = _ => "models",
    };

    readonly Option<int> _opset = new("--opset")
    {
        Description = $"The version of the ONNX operator set, {OpsetInfo.Supported[0].Opset} to {OpsetInfo.Supported[^1].Opset}.",
        DefaultValueFactory = _ => OpsetInfo.DefaultOpset,
    };

    readonly Option<string> _precision = new("--precision")
    {
        Description = "How the embedding table is stored: fp32, fp16 or int8. Several with commas between them give a bundle each, and a table.",
        DefaultValueFactory = _ => "fp32",
    };

    readonly Option<string?> _verify = new("--verify")
    {
        Description = "The test set of the run: every text is scored and compared with what the trainer recorded, and the bundle gets a parity.json.",
    };

    readonly Option<ExecutionProvider> _provider = new("--provider")
    {
        Description = "What scores the test set.",
        DefaultValueFactory = _ => ExecutionProvider.Cpu,
    };

    readonly Option<string> _textColumn = new("--text-column") { Description = "The column of the texts in --verify.", DefaultValueFactory = _ => "text" };

    readonly Option<string> _labelColumn = new("--label-column") { Description = "The column of the labels in --verify.", DefaultValueFactory = _ => "label" };

    public ExportCommand()
        : base("Exports trained classifiers to ONNX and proves that they give the trainer's numbers.")
    {
        _to.AcceptOnlyFromAmong("onnx");
        foreach (var option in new Option[] { _to, _run, _model, _output, _opset, _precision, _verify, _provider, _textColumn, _labelColumn })
        {
            Add(option);
        }

        Add(new InspectCommand());

        // On another thread, so that Ctrl+C finds the token while the work is going on.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var formats = Formats(parsed);
        var run = parsed.GetValue(_run) is { } directory ? TrainingRun.Open(directory) : TrainingRun.Newest(RunsDirectory);
        var models = run.Select(parsed.GetValue(_model)!);
        var testSet = TestSet(parsed, error, cancellationToken);
        error.WriteLine($"Exporting {string.Join(", ", models)} from {run.Directory}{(parsed.GetValue(_run) is null ? ", the newest run" : "")}");

        var speeds = new List<(ExportReport, double)>();
        foreach (var model in models)
        {
            foreach (var format in formats)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var bundle = Path.Combine(parsed.GetValue(_output)!, BundleName(model, format, formats.Count));
                var report = new CheckpointExport(format, testSet).Run(run.CheckpointOf(model), bundle, cancellationToken);
                output.WriteLine(report);
                output.Write(report.ParityTable());
                if (formats.Count > 1)
                {
                    var texts = ModelBundle.Read(bundle).ReadGolden().Select(probe => probe.Text).ToArray();
                    speeds.Add((report, Throughput.Measure(bundle, texts, cancellationToken)));
                }
            }
        }

        output.Write(speeds.Count > 0 ? PrecisionTable.Write(speeds) : "");
        return ExitCode.Done;
    }

    List<GraphFormat> Formats(ParseResult parsed)
    {
        var opset = parsed.GetValue(_opset);
        var info = OpsetInfo.Find(opset) ?? throw BadOption.Because(
            $"--opset: found {opset}, expected {OpsetInfo.Supported[0].Opset} to {OpsetInfo.Supported[^1].Opset}");
        var formats = parsed.GetValue(_precision)!
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Select(name => new GraphFormat(info, Precision(name)))
            .ToList();
        return formats.Count > 0 ? formats : throw BadPrecision("");
    }

    static WeightPrecision Precision(string name) => name switch
    {
        "fp32" => WeightPrecision.Fp32,
        "fp16" => WeightPrecision.Fp16,
        "int8" => WeightPrecision.Int8,
        _ => throw BadPrecision(name),
    };

    static OptionsValidationException BadPrecision(string found) => BadOption.Because($"--precision: found \"{found}\", expected some of fp32, fp16 and int8");

    /// <summary>One precision is the model; of several, the smaller ones stand beside it under their names.</summary>
    static string BundleName(string model, GraphFormat format, int formats) =>
        formats == 1 || format.Precision == WeightPrecision.Fp32 ? model : $"{model}-{format.PrecisionName}";

    TestSetCheck? TestSet(ParseResult parsed, TextWriter error, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_verify) is not { } path)
        {
            return null;
        }

        var data = Dataset.Open(
            path, new DatasetOptions { TextColumn = parsed.GetValue(_textColumn)!, LabelColumn = parsed.GetValue(_labelColumn)! });
        error.WriteLine($"Reading {data.Path} ({data.Kind})");
        var isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        return new TestSetCheck(
            TestTexts.Read(data, cancellationToken), parsed.GetValue(_provider), new ProgressDisplay(error, isTerminal, TimeProvider.System));
    }
}
