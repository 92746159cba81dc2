using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Graphs;
using RnnToolkit.Exporter.Runs;

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

    public ExportCommand()
        : base("Exports trained classifiers to ONNX and proves that they give the trainer's numbers.")
    {
        _to.AcceptOnlyFromAmong("onnx");
        foreach (var option in new Option[] { _to, _run, _model, _output, _opset })
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
        var opset = RequireOpset(parsed.GetValue(_opset));
        var run = parsed.GetValue(_run) is { } directory ? TrainingRun.Open(directory) : TrainingRun.Newest(RunsDirectory);
        var models = run.Select(parsed.GetValue(_model)!);
        error.WriteLine($"Exporting {string.Join(", ", models)} from {run.Directory}{(parsed.GetValue(_run) is null ? ", the newest run" : "")}");

        var export = new CheckpointExport(opset);
        foreach (var model in models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var report = export.Run(run.CheckpointOf(model), Path.Combine(parsed.GetValue(_output)!, model), cancellationToken);
            output.WriteLine(report);
        }

        return ExitCode.Done;
    }

    static OpsetInfo RequireOpset(int opset) => OpsetInfo.Find(opset) ?? throw BadOption.Because(
        $"--opset: found {opset}, expected {OpsetInfo.Supported[0].Opset} to {OpsetInfo.Supported[^1].Opset}");
}
