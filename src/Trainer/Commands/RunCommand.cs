using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Reporting;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer run</c>: reads data, trains models, saves checkpoints and prints a table of results.</summary>
sealed class RunCommand : Command
{
    const string One = "a run with one seed";
    const string Several = "a run with several seeds";
    const string CrossValidation = "a cross-validation";

    readonly DataOptions _data = new();

    readonly Option<string> _models = new("--models")
    {
        Description = "all (rnn1, rnn2, lstm1, lstm2, gru1, gru2), or a comma-separated list of names: rnn, lstm or gru and 1 to 16 layers, such as gru3.",
        DefaultValueFactory = _ => "all",
    };

    readonly Option<string?> _from = new("--from")
    {
        Description = "A trained model, <run>/<model>, that is trained further on these texts, with its vocabulary, preprocessing and architecture. With other labels than its own its head starts afresh.",
    };

    readonly Option<string> _output = new("--output") { Description = "The directory to write the run to. Default: runs/<date and time>." };

    readonly Option<string?> _seeds = new("--seeds")
    {
        Description = "Seeds separated by commas, such as 1,2,3: trains each model with each seed, in seed-<n> in --output, and prints means and standard deviations. The exporter takes the seed that did best on its validation texts.",
    };

    readonly Option<int?> _folds = new("--folds")
    {
        Description = $"Cross-validates in so many parts, {Fold.Fewest} to {Fold.Most}: trains each model once a part, in fold-<n> in --output, validates it with that part of the training texts, and prints means and standard deviations.",
    };

    readonly Option<bool> _resume = new("--resume") { Description = "Resume the run in --output. More --epochs than before extend it; other options must stay as they were." };

    readonly Option<bool> _tensorBoard = new("--tensorboard") { Description = "Also records curves, histograms of the weights and the configuration for TensorBoard, in tensorboard/<model> in --output." };

    readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the run in --output; files that the trainer did not write are never removed." };

    readonly DeviceOptions _device = new();

    readonly ConfigurationOptions _configuration = new();

    public RunCommand()
        : base("run", "Trains models and tests their best checkpoints. Without arguments: all six models on the bundled sample.")
    {
        _data.AddTo(this);
        foreach (var option in (Option[])[_models, _from, _output, _seeds, _folds, _resume, _overwrite, _tensorBoard])
        {
            Add(option);
        }

        _device.AddTo(this);
        _configuration.AddTo(this);

        // On another thread, so that Ctrl+C cancels while the work runs.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var standardError = StandardError.Of(parsed);
        using var host = CreateHost(standardError);
        var time = host.Services.GetRequiredService<TimeProvider>();
        var job = CreateJob(parsed, time);
        _device.SetThreads(parsed);
        var pipeline = host.Services.GetRequiredService<TrainingPipeline>();
        var jobs = Jobs(job, parsed.GetValue(_seeds), parsed.GetValue(_folds));
        var results = Train(pipeline, jobs, job.Output, cancellationToken);
        if (jobs.Count > 1)
        {
            RunPages.WriteSummary(job.Output, $"{jobs.Count} {(jobs[0].Fold is null ? "seeds" : "folds")}", results);
        }

        CurveTable.Write(standardError, results);
        ResultTable.Write(parsed.InvocationConfiguration.Output, results);
        return ExitCode.Done;
    }

    /// <exception cref="StoppedException">The user stopped a training that can be resumed.</exception>
    static List<ModelResult> Train(TrainingPipeline pipeline, IReadOnlyList<TrainingJob> jobs, string output, CancellationToken cancellationToken)
    {
        try
        {
            return [.. jobs.SelectMany(job => pipeline.Train(job, cancellationToken))];
        }
        catch (OperationCanceledException exception) when (RunIn(output) is not null)
        {
            throw new StoppedException($"stopped; the training is saved in {output}; to resume it, run the same command with --output {output} --resume", exception);
        }
    }

    /// <summary>What a directory holds; null for no run.</summary>
    static string? RunIn(string output) =>
        !Directory.Exists(output) ? null
        : File.Exists(Path.Combine(output, RunLayout.RunFile)) ? One
        : RunLayout.SeedDirectories(output).Count > 0 ? Several
        : RunLayout.FoldDirectories(output).Count > 0 ? CrossValidation
        : null;

    /// <summary>The job itself, or one for each seed or fold.</summary>
    static IReadOnlyList<TrainingJob> Jobs(TrainingJob job, string? seedList, int? folds)
    {
        var found = RunIn(job.Output);
        var (asked, expected, advice) =
            seedList is not null ? (Several, "a new directory or a run with --seeds", "choose another --output")
            : folds is not null ? (CrossValidation, "a new directory or a run with --folds", "choose another --output")
            : (One, "a new directory", found == Several ? "add --seeds or choose another --output" : "add --folds or choose another --output");
        if (found is not null && found != asked)
        {
            throw new IOException($"--output {job.Output}: found {found}, expected {expected}; {advice}");
        }

        if (folds is { } count)
        {
            return
            [
                .. Enumerable.Range(1, count).Select(fold => job with
                {
                    Fold = new Fold(fold, count),
                    Output = Path.Combine(job.Output, RunLayout.FoldDirectory(fold)),
                }),
            ];
        }

        if (seedList is null)
        {
            return [job];
        }

        _ = SeedList.Parse(seedList, out var seeds);
        return
        [
            .. seeds.Select(seed => job with
            {
                Config = job.Config with { Training = job.Config.Training with { Seed = seed } },
                Output = Path.Combine(job.Output, RunLayout.SeedDirectory(seed)),
            }),
        ];
    }

    /// <summary>Logging and services of the commands that train.</summary>
    public static IHost CreateHost(StandardError standardError)
    {
        // ConfigurationLayers reads the configuration, since unknown keys are errors there; the host provides logging and services.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddStandardError(standardError);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(standardError.Progress());
        builder.Services.AddSingleton<TrainingPipeline>();
        return builder.Build();
    }

    TrainingJob CreateJob(ParseResult parsed, TimeProvider time)
    {
        var problems = new List<string>();
        var from = parsed.GetValue(_from) is { } path ? StartingPoint.Read(path) : null;
        if (ModelKind.Parse(parsed.GetValue(_models)!, out var models) is { } unknownModel)
        {
            problems.Add(unknownModel);
        }
        else if (from is not null)
        {
            if (parsed.GetResult(_models) is { Implicit: false } && !models.SequenceEqual([from.Kind]))
            {
                problems.Add($"--models: found {parsed.GetValue(_models)}, expected {from.Kind.Name}, which --from names, or no --models");
            }

            models = [from.Kind];
        }

        if (parsed.GetValue(_resume) && (parsed.GetValue(_overwrite) || parsed.GetValue(_output) is null))
        {
            problems.Add("--resume: needs --output and cannot be combined with --overwrite");
        }

        if (parsed.GetValue(_seeds) is { } seeds && SeedList.Parse(seeds, out _) is { } unusable)
        {
            problems.Add(unusable);
        }

        if (parsed.GetValue(_seeds) is not null && _configuration.HasSeed(parsed))
        {
            problems.Add("--seeds: cannot be combined with --seed");
        }

        if (parsed.GetValue(_folds) is { } folds)
        {
            if (folds is < Fold.Fewest or > Fold.Most)
            {
                problems.Add($"--folds: found {folds}, expected {Fold.Fewest} to {Fold.Most}");
            }

            if (parsed.GetValue(_seeds) is not null)
            {
                problems.Add("--folds: cannot be combined with --seeds");
            }
        }

        var data = _data.Read(parsed, problems);
        if (data.Validation is not null && parsed.GetValue(_folds) is not null)
        {
            problems.Add("--folds: cannot be combined with --validation: each fold validates with its part of the training texts");
        }

        var device = _device.Read(parsed, problems);
        TrainerConfig? config = null;
        try
        {
            config = _configuration.Build(parsed, from is null ? data.DefaultPreset : PresetOf(from), from?.Config);
            problems.AddRange(from?.Problems(config) ?? []);
        }
        catch (OptionsValidationException exception)
        {
            problems.AddRange(exception.Failures);
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(TrainingJob), typeof(TrainingJob), problems);
        }

        return new TrainingJob
        {
            Config = config!,
            Device = device!,
            From = from,
            Models = models,
            Output = parsed.GetValue(_output)
                ?? Path.Combine("runs", time.GetLocalNow().ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture)),
            Overwrite = parsed.GetValue(_overwrite),
            Resume = parsed.GetValue(_resume),
            TensorBoard = parsed.GetValue(_tensorBoard),
            Source = data.Open(),
            CommandLine = CommandLine(parsed),
        };
    }

    /// <summary>The arguments without those that only say what to do with the run that is there: a run that is repeated or resumed has the same.</summary>
    static List<string> CommandLine(ParseResult parsed)
    {
        var arguments = parsed.Tokens.Select(token => token.Value).ToList();
        while (arguments.FindIndex(argument => argument is "--resume" or "--overwrite") is var index and >= 0)
        {
            arguments.RemoveRange(index, bool.TryParse(arguments.ElementAtOrDefault(index + 1), out _) ? 2 : 1);
        }

        return arguments;
    }

    /// <summary>The preset whose recipe suits a trained model, without <c>--preset</c>.</summary>
    static string PresetOf(StartingPoint from) => from.Config.Preprocessing.UnknownRows > 0 ? Presets.General : Presets.Paper;
}
