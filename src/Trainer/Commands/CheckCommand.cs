using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.CommandLine;
using RnnToolkit.DataCheck;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Reporting;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer data check</c>: finds what is wrong with labelled texts before they are trained on.</summary>
sealed class CheckCommand : Command
{
    const int MostExamples = 1000;

    readonly DataOptions _data = new();

    readonly Option<string?> _json = new("--json") { Description = "Writes the report as JSON to this file." };

    readonly Option<string?> _html = new("--html") { Description = "Writes the report as a page to this file. It opens from disk without a network." };

    readonly Option<int> _maxExamples = new("--max-examples")
    {
        Description = $"The most examples for each finding, 0 to {MostExamples}. With 0 no text of the data is printed.",
        DefaultValueFactory = _ => 3,
    };

    readonly Option<bool> _strict = new("--strict") { Description = "Exits with 1 when there are errors or warnings." };

    readonly ConfigurationOptions _configuration = new();

    public CheckCommand()
        : base("check", "Finds what is wrong with labelled texts: duplicates, leaks, labels, lengths, unknown words, what the preprocessing removes. Takes the options of run.")
    {
        _data.AddTo(this);
        foreach (var option in (Option[])[_json, _html, _maxExamples, _strict])
        {
            Add(option);
        }

        _configuration.AddTo(this);

        // On another thread, so that Ctrl+C cancels while the work runs.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var choice = _data.Read(parsed, problems);
        var maxExamples = parsed.GetValue(_maxExamples);
        if (maxExamples is < 0 or > MostExamples)
        {
            problems.Add($"--max-examples: found {maxExamples}, expected 0 to {MostExamples}");
        }

        TrainerConfig? config = null;
        try
        {
            config = _configuration.Build(parsed, choice.DefaultPreset);
        }
        catch (OptionsValidationException exception)
        {
            problems.AddRange(exception.Failures);
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(CheckOptions), typeof(CheckOptions), problems);
        }

        // Before the work, so that a wrong path costs none.
        var json = parsed.GetValue(_json) is { } jsonPath ? OutputTarget.Of(jsonPath) : null;
        var html = parsed.GetValue(_html) is { } htmlPath ? OutputTarget.Of(htmlPath) : null;

        // Bad rows are findings here, however many they are.
        var source = (choice with { Table = choice.Table with { MaxErrorRate = 1 } }).Open();
        var report = Check(StandardError.Of(parsed), source, new CheckOptions
        {
            Preprocessing = config!.Preprocessing,
            MaxVocabulary = config.Training.MaxVocabulary,
            MinTokenCount = config.Training.MinTokenCount,
            MaxExamples = maxExamples,
        }, cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        foreach (var line in DataReportText.Lines(report))
        {
            output.WriteLine(line);
        }

        json?.Write(stream => DataReportJson.Write(stream, report));
        html?.Write(stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            DataReportPage.Of(report).Write(writer);
        });
        return parsed.GetValue(_strict) && report.Findings.Any(finding => finding.Severity < Severity.Note) ? ExitCode.BadInput : ExitCode.Done;
    }

    static DataReport Check(StandardError error, CorpusSource source, CheckOptions options, CancellationToken cancellationToken)
    {
        var progress = error.Progress();
        Log.ReadingDataset(error.Logger<CheckCommand>(), source.Data.Path, source.Data.Kind);
        IReadOnlyList<CheckedPart> parts = [];
        progress.Run("Reading", null, report => parts = CheckedData.Read(source, report, cancellationToken));
        DataReport? result = null;
        progress.Run("Checking", parts.Sum(part => part.Texts.Count), report => result = DataChecker.Check(parts, options, report, cancellationToken));
        return result!;
    }
}
