using System.CommandLine;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Inference;
using RnnToolkit.Runs;

namespace RnnToolkit.Exporter.Commands;

/// <summary><c>exporter --to onnx</c>: turns the checkpoints of a training run, or weights from PyTorch, into bundles.</summary>
sealed class ExportCommand : RootCommand
{
    readonly Option<string> _to = new("--to") { Description = "Output format: onnx.", Required = true };

    readonly Option<string?> _run = new("--run") { Description = "The directory of a training run. Default: the newest below runs/." };

    readonly Option<string> _model = new("--model")
    {
        Description = "all, or a comma-separated list of the run's models.",
        DefaultValueFactory = _ => "all",
    };

    readonly Option<string> _output = new("--output")
    {
        Description = "The directory to write a bundle for each model into; with --weights, the bundle itself.",
        DefaultValueFactory = _ => "models",
    };

    readonly Option<int> _opset = new("--opset")
    {
        Description = $"The version of the ONNX operator set, {OpsetInfo.Supported[0].Opset} to {OpsetInfo.Supported[^1].Opset}.",
        DefaultValueFactory = _ => OpsetInfo.DefaultOpset,
    };

    readonly Option<string> _precision = new("--precision")
    {
        Description = "How weights are stored: fp32; fp16 or int8, which shrink the embedding table; int8-all, which shrinks the recurrent layers as well. "
            + "A comma-separated list gives one bundle each, and a table.",
        DefaultValueFactory = _ => "fp32",
    };

    readonly Option<string> _input = new("--input")
    {
        Description = "What the graph takes: ids; or text, which adds text.onnx to the bundle, the same model with the preprocessing in it, for "
            + "any language with ONNX Runtime.",
        DefaultValueFactory = _ => "ids",
    };

    readonly Option<string?> _verify = new("--verify")
    {
        Description = "The test set of the run: scores every text, compares with what the trainer recorded, and adds parity.json to the bundle.",
    };

    readonly Option<double?> _tolerance = new("--tolerance")
    {
        Description = "With --verify and fp32: how far a probability may be from the trainer's before it is refused, or in a vanilla RNN "
            + "judged by a float64 reference; above 0, below 1. Default: 1e-5.",
    };

    readonly Option<ExecutionProvider> _provider = new("--provider")
    {
        Description = "What scores the test set: cpu (default), cuda, or managed, the library's own arithmetic.",
        HelpName = "cpu|cuda|managed",
    };

    readonly Option<bool> _calibrate = new("--calibrate")
    {
        Description = "Divide the logits by the temperature that the trainer fitted on the validation texts, so that probabilities mean what they say. Labels stay as they are.",
    };

    readonly Option<string?> _threshold = new("--threshold")
    {
        Description = $"Of two labels, the probability from which a text gets the last one: {ThresholdGoal.Expected}. A goal is reached on the validation texts. Default: the trainer's 0.5.",
    };

    readonly TableOptions _table = new("left out, as by the trainer");

    readonly Option<string?> _weights = new("--weights")
    {
        Description = "Export the weights of a PyTorch model instead of a run: model.safetensors, or a state dict by torch.save.",
    };

    readonly Option<string?> _vocabulary = new("--vocabulary")
    {
        Description = "The tokens for --weights, one per line, starting with id 1. Without it the exporter writes only model.onnx, no bundle.",
    };

    readonly Option<int> _sequenceLength = new("--sequence-length")
    {
        Description = "Tokens per text, for --weights with --vocabulary.",
        DefaultValueFactory = _ => 100,
    };

    readonly Option<string?> _labels = new("--labels")
    {
        Description = "The names of the outputs of --weights, in their order, separated by commas; of two, the last is the positive one. A name with a comma is "
            + "quoted as in CSV. Needs --vocabulary. Default: neg,pos; with more than two outputs 0,1,2,...",
    };

    public ExportCommand()
        : base("Exports trained classifiers to ONNX and proves that they give the trainer's numbers.")
    {
        _to.AcceptOnlyFromAmong("onnx");
        Option[] ofRuns = [_run, _model, _verify, _tolerance, _provider, _calibrate, _threshold, .. _table.All];
        Option[] ofWeights = [_weights, _vocabulary, _sequenceLength, _labels];
        foreach (var option in (Option[])[_to, _output, _opset, _precision, _input, .. ofRuns, .. ofWeights])
        {
            Add(option);
        }

        Add(new InspectCommand());

        // On another thread, so that Ctrl+C finds the token while the work is going on.
        SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var useWeights = parsed.GetValue(_weights) is not null;
                RequireAbsent(parsed, useWeights ? ofRuns : [_vocabulary, _sequenceLength, _labels], useWeights);
                return useWeights ? ExportWeights(parsed, cancellationToken) : ExportRun(parsed, cancellationToken);
            },
            CancellationToken.None));
    }

    int ExportRun(ParseResult parsed, CancellationToken cancellationToken)
    {
        var export = new CheckpointExport
        {
            Calibrate = parsed.GetValue(_calibrate),
            Formats = Formats(parsed),
            Models = parsed.GetValue(_model)!,
            Output = parsed.GetValue(_output)!,
            Provider = parsed.GetValue(_provider),
            Run = parsed.GetValue(_run),
            TestData = parsed.GetValue(_verify),
            TestFormat = TableFormat(parsed),
            Threshold = Goal(parsed.GetValue(_threshold)),
            Tolerance = RequireTolerance(parsed),
        };
        export.Export(parsed.InvocationConfiguration.Output, StandardError.Of(parsed), cancellationToken);
        return ExitCode.Done;
    }

    int ExportWeights(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (Formats(parsed) is not [var format])
        {
            throw BadOption.Because($"--precision: found \"{parsed.GetValue(_precision)}\", expected one with --weights");
        }

        var request = new WeightsExportRequest
        {
            Format = format,
            Labels = ParseLabels(parsed.GetValue(_labels)),
            Output = IsGiven(parsed, _output) ? parsed.GetValue(_output)! : null,
            SequenceLength = parsed.GetValue(_sequenceLength),
            Vocabulary = parsed.GetValue(_vocabulary),
            Weights = parsed.GetValue(_weights)!,
        };
        request.Run(parsed.InvocationConfiguration.Output, StandardError.Of(parsed).Logger<WeightsExportRequest>(), cancellationToken);
        return ExitCode.Done;
    }

    static ThresholdGoal? Goal(string? text) => text is null
        ? null
        : ThresholdGoal.TryParse(text) ?? throw BadOption.Because($"--threshold: found \"{text}\", expected {ThresholdGoal.Expected}");

    static IReadOnlyList<string>? ParseLabels(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var names = NameList.Parse(text) ?? throw BadOption.Because($"--labels: found quotes in {text} that do not match, expected names separated by commas");
        return LabelRules.Validate(names).FirstOrDefault() is { } problem ? throw BadOption.Because($"--labels: {problem}") : names;
    }

    List<GraphFormat> Formats(ParseResult parsed) =>
        FormatOptions.Parse(parsed.GetValue(_opset), parsed.GetValue(_precision)!, parsed.GetValue(_input)!);

    DatasetOptions TableFormat(ParseResult parsed)
    {
        var problems = new List<string>();
        var options = _table.Read(parsed, problems);
        return problems.Count == 0 ? options : throw BadOption.Because(problems[0]);
    }

    static void RequireAbsent(ParseResult parsed, IEnumerable<Option> options, bool useWeights)
    {
        if (options.FirstOrDefault(option => IsGiven(parsed, option)) is { } option)
        {
            throw BadOption.Because($"{option.Name}: {(useWeights ? "cannot be combined with" : "needs")} --weights");
        }
    }

    double? RequireTolerance(ParseResult parsed) => parsed.GetValue(_tolerance) switch
    {
        null => null,
        _ when parsed.GetValue(_verify) is null => throw BadOption.Because("--tolerance: needs --verify"),
        _ when Formats(parsed).TrueForAll(format => format.IsRounded) => throw BadOption.Because(
            "--tolerance: needs fp32 in --precision; fp16 and int8 have their own bounds"),
        > 0 and < 1 and var tolerance => tolerance,
        var other => throw BadOption.Because(Invariant($"--tolerance: found {other}, expected a number above 0 and below 1")),
    };

    static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
