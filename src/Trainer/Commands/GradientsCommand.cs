using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Gradients;
using RnnToolkit.Trainer.Records;
using RnnToolkit.Trainer.Reporting;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer gradients</c>: how the gradient of the loss flows back through the time steps of a run's models.</summary>
sealed class GradientsCommand : Command
{
    const int MostTexts = 100_000;

    readonly Argument<string> _run = new("run") { Description = "The directory of a run; of one with several seeds or folds, all are measured." };

    readonly DataOptions _data = new();

    readonly Option<string> _models = new("--models")
    {
        Description = "The models to measure: all that the run has, or names separated by commas, such as rnn1,lstm1.",
        DefaultValueFactory = _ => "all",
    };

    readonly Option<int> _texts = new("--texts") { Description = $"How many validation texts to measure, 1 to {MostTexts}.", DefaultValueFactory = _ => 200 };

    readonly Option<string?> _output = new("--output")
    {
        Description = $"A directory that gets <model>/{GradientFlow.FileName}; not for several seeds or folds. Default: the run itself, where trainer report finds the files.",
    };

    readonly Option<int> _threads = new("--threads") { Description = "Threads, 1 to 1024; the numbers do not depend on them.", DefaultValueFactory = _ => 1 };

    public GradientsCommand()
        : base("gradients", "Measures |dLoss/dh_t| for every time step, and the spectral radius and the Lyapunov exponent of the recurrences, before and after the training of a run's models.")
    {
        Add(_run);
        _data.AddTo(this);
        foreach (var option in (Option[])[_models, _texts, _output, _threads])
        {
            Add(option);
        }

        // On another thread, so that Ctrl+C cancels while the work runs.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var choice = _data.Read(parsed, problems);
        IReadOnlyList<ModelKind>? models = null;
        if (parsed.GetValue(_models)! is not "all" and var names && ModelKind.Parse(names, out models) is { } unknown)
        {
            problems.Add(unknown);
        }

        var (texts, threads, output) = (parsed.GetValue(_texts), parsed.GetValue(_threads), parsed.GetValue(_output));
        if (texts is < 1 or > MostTexts)
        {
            problems.Add($"--texts: found {texts}, expected 1 to {MostTexts}");
        }

        if (threads is < 1 or > 1024)
        {
            problems.Add($"--threads: found {threads}, expected 1 to 1024");
        }

        Refuse(problems);
        var runs = GradientRun.ReadAll(parsed.GetValue(_run)!, models);
        if (output is not null && runs.Count > 1)
        {
            Refuse([$"--output: found {runs.Count} runs, expected one, such as {runs[0].Directory}"]);
        }

        var standardError = StandardError.Of(parsed);
        var (logger, progress) = (standardError.Logger<GradientsCommand>(), standardError.Progress());
        var source = SourceOf(choice, runs[0]);
        Log.ReadingDataset(logger, source.Data.Path, source.Data.Kind);
        Corpus? corpus = null;
        progress.Run("Reading", null, report => corpus = Corpus.Read(source, report, cancellationToken));
        foreach (var run in runs)
        {
            GradientAnalysis.RequireSameTexts(run, corpus!, source.Data.Path);
        }

        var analysis = new GradientAnalysis(texts, threads, progress, logger);
        var measured = runs.SelectMany(run => analysis.Measure(run, corpus!, output ?? run.Directory, cancellationToken)
            .Select(model => (runs.Count > 1 ? $"{run.Name}/{model.Model}" : model.Model, model.Flow))).ToList();
        GradientTable.Write(parsed.InvocationConfiguration.Output, measured);
        return ExitCode.Done;
    }

    /// <summary>The texts that the command line names, or else those that the run names.</summary>
    static CorpusSource SourceOf(DataChoice choice, GradientRun run) => (choice.Data is null && run.Record.Dataset is { } dataset
        ? RecordedSource.Open(dataset, Path.Combine(run.Directory, RunLayout.RunFile), _ => null)
        : choice.Open()) with
    {
        TestData = null,
        WithoutTest = true,
    };

    static void Refuse(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(GradientsCommand), typeof(GradientsCommand), problems);
        }
    }
}
