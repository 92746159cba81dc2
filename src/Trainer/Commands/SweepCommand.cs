using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnToolkit.CommandLine;
using RnnToolkit.Search;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Sweeps;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer sweep</c>: searches a space of configurations by training them.</summary>
sealed class SweepCommand : Command
{
    const int DefaultTrials = 20;
    const int MostWorkers = 64;
    const int MaxSpaceBytes = 1 << 20;

    readonly DataOptions _data = new();

    readonly Option<FileInfo> _space = new("--space")
    {
        Description = "A JSON file with what varies: for each key of the configuration a list of values, or an object with min and max; models is a list of models. See docs/search.md.",
        Required = true,
    };

    readonly Option<string> _output = new("--output") { Description = "The directory to write the sweep to; each trial is a run in trials/.", Required = true };

    readonly Option<SearchMethod> _method = new("--method")
    {
        Description = "grid: every point; random: points drawn at random; bayesian: points that the results so far make likely (TPE).",
        DefaultValueFactory = _ => SearchMethod.Bayesian,
        HelpName = "grid|random|bayesian",
    };

    readonly Option<int?> _trials = new("--trials") { Description = $"The most trials, 1 to {SearchSpace.MostTrials}. Default: {DefaultTrials}; with a grid, all its points." };

    readonly Option<double?> _minutes = new("--minutes") { Description = "No trial is started after so many minutes; --resume continues later. Default: no limit." };

    readonly Option<bool> _prune = new("--prune")
    {
        Description = $"Stops a trial after an epoch, from the second on, if its best figure is worse than the median of the completed trials at that epoch; {MedianPruning.StartTrials} must be completed.",
    };

    readonly Option<BestMetric?> _goal = new("--goal")
    {
        Description = "The figure of the validation texts to make best; also sets training.bestBy. Default: training.bestBy.",
        HelpName = "loss|accuracy|macroF1",
    };

    readonly Option<string> _model = new("--model")
    {
        Description = $"The model of all trials: rnn, lstm or gru and a number of layers. Not with {SearchSpace.ModelsKey} in the space.",
        DefaultValueFactory = _ => "gru1",
    };

    readonly Option<int> _workers = new("--workers")
    {
        Description = $"Processes that train trials at the same time on this machine, 1 to {MostWorkers}. More machines join with the same command and --resume, if they share --output.",
        DefaultValueFactory = _ => 1,
    };

    readonly Option<bool> _resume = new("--resume") { Description = "Resume the sweep in --output, or join it. More --trials than before extend it; other options must stay as they were." };

    readonly Option<bool> _attached = new("--attached") { Description = "Stops at the end of standard input.", Hidden = true };

    readonly DeviceOptions _device = new();

    readonly ConfigurationOptions _configuration = new();

    public SweepCommand()
        : base("sweep", "Trains many configurations and ranks them by their validation figures. It reads no test set.")
    {
        _data.AddTo(this);
        foreach (var option in (Option[])[_space, _output, _method, _trials, _minutes, _prune, _goal, _model, _workers, _resume, _attached])
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
        using var host = RunCommand.CreateHost(StandardError.Of(parsed));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (parsed.GetValue(_attached))
        {
            _ = Task.Run(() => StopAtEndOfInput(stop), CancellationToken.None);
        }

        var pipeline = host.Services.GetRequiredService<TrainingPipeline>();
        var logger = host.Services.GetRequiredService<ILogger<SweepCommand>>();
        var (plan, space, job) = CreatePlan(parsed);
        _device.SetThreads(parsed);
        var directory = new SweepDirectory(job.Output);
        var isNew = CheckOutput(directory, parsed, logger);
        plan = plan with { Data = pipeline.FingerprintOf(job, stop.Token) };
        var sweep = new Sweep(directory, plan, space);
        var started = isNew ? null : directory.ReadPlan();
        Refuse(started is null ? [] : plan.Refused(started, job.Output));
        if (started is null || started.Trials < plan.Trials)
        {
            directory.Write(plan);
        }

        bool isComplete;
        try
        {
            isComplete = Train(parsed, sweep, pipeline, job, host.Services.GetRequiredService<TimeProvider>(), logger, stop.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new StoppedException($"stopped; the trials are saved in {job.Output}; to resume the sweep, run the same command with --resume", exception);
        }

        var ranked = sweep.Ranked();
        Write(parsed.InvocationConfiguration.Output, sweep, ranked);
        if (!isComplete)
        {
            Log.SweepStopped(logger, ranked.Count, plan.Trials);
        }
        else if (ranked is [{ Outcome.Best: not null }, ..])
        {
            Log.SweepCompleted(logger, job.Output, sweep.BestConfiguration, sweep.ModelOf(ranked[0].Point).Name);
        }

        return ExitCode.Done;
    }

    bool Train(ParseResult parsed, Sweep sweep, TrainingPipeline pipeline, TrainingJob job, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var budget = parsed.GetValue(_minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : (TimeSpan?)null;
        if (parsed.GetValue(_workers) is 1)
        {
            return new SweepWorker(sweep, pipeline, job, time, logger).Run(budget, cancellationToken);
        }

        var exitCode = new SweepProcesses(logger, StandardError.Of(parsed)).Run(ArgumentsOfWorker(parsed), parsed.GetValue(_workers), cancellationToken);
        return exitCode == 0 || budget is not null
            ? sweep.IsComplete()
            : throw new InvalidDataException($"--workers: found a worker that ended with exit code {exitCode}, expected 0; its lines are above, and --resume continues the sweep");
    }

    /// <summary>This command line for a process that trains by itself.</summary>
    List<string> ArgumentsOfWorker(ParseResult parsed)
    {
        var arguments = parsed.Tokens.Select(token => token.Value).ToList();
        if (arguments.IndexOf(_workers.Name) is >= 0 and var place)
        {
            arguments.RemoveRange(place, 2);
        }

        arguments.Remove(_resume.Name);
        return [.. arguments, _resume.Name, _attached.Name];
    }

    static void StopAtEndOfInput(CancellationTokenSource stop)
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was done.
        }
    }

    static void Write(TextWriter output, Sweep sweep, IReadOnlyList<Trial> ranked)
    {
        if (ranked.Count == 0)
        {
            return;
        }

        sweep.WriteResults();
        SweepFigures.Write(sweep, ranked);
        foreach (var line in SweepTable.Lines(sweep, ranked).Append("").Concat(SweepTable.SensitivityLines(sweep, sweep.Sensitivities(ranked))))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Checks what can be checked before the data is read.</summary>
    /// <returns>Whether the sweep is a new one.</returns>
    bool CheckOutput(SweepDirectory directory, ParseResult parsed, ILogger logger)
    {
        if (directory.HasPlan)
        {
            return parsed.GetValue(_resume)
                ? false
                : throw new IOException($"--output {directory.Path}: found a sweep, expected a new directory; --resume continues it");
        }

        directory.RefuseOthers();
        if (parsed.GetValue(_resume))
        {
            Log.NoSweepToResume(logger, directory.Path);
        }

        return true;
    }

    /// <summary>What the command line says, without the fingerprint of the data.</summary>
    (SweepPlan Plan, SearchSpace Space, TrainingJob Job) CreatePlan(ParseResult parsed)
    {
        var problems = new List<string>();
        var data = _data.Read(parsed, problems);
        if (data.Test is not null)
        {
            problems.Add("--test: found a test set, expected none: a sweep chooses by validation figures alone; test the best configuration with trainer run");
        }

        Check(parsed.GetValue(_trials) is null or (>= 1 and <= SearchSpace.MostTrials), $"{_trials.Name}: found {parsed.GetValue(_trials)}, expected 1 to {SearchSpace.MostTrials}");
        Check(parsed.GetValue(_minutes) is null or (> 0 and <= 1e6), Invariant($"{_minutes.Name}: found {parsed.GetValue(_minutes)}, expected more than 0, at most 1000000"));
        Check(parsed.GetValue(_workers) is >= 1 and <= MostWorkers, $"{_workers.Name}: found {parsed.GetValue(_workers)}, expected 1 to {MostWorkers}");
        var model = parsed.GetValue(_model)!;
        Check(ModelKind.Named(model) is not null, $"{_model.Name}: found \"{model}\", expected the name of a model, such as gru1");
        var device = _device.Read(parsed, problems);
        var (space, json) = ReadSpace(parsed.GetValue(_space)!, problems);
        var hasModels = space?.Parameters.Any(parameter => parameter.Key == SearchSpace.ModelsKey) ?? false;
        Check(!hasModels || parsed.GetResult(_model) is { Implicit: true }, $"{_model.Name}: cannot be combined with {SearchSpace.ModelsKey} in the space");
        TrainerConfig? config = null;
        try
        {
            config = _configuration.Build(parsed, data.DefaultPreset);
        }
        catch (OptionsValidationException exception)
        {
            problems.AddRange(exception.Failures);
        }

        Refuse(problems);
        var goal = parsed.GetValue(_goal) ?? config!.Training.BestBy;
        var plan = new SweepPlan
        {
            FormatVersion = SweepPlan.CurrentFormatVersion,
            Method = parsed.GetValue(_method),
            Trials = parsed.GetValue(_trials) ?? DefaultTrials,
            Prune = parsed.GetValue(_prune),
            Goal = goal,
            Space = json,
            ModelName = hasModels ? null : model,
            Device = TrainingPipeline.DeviceName(device!),
            Data = new Runs.DataFingerprint("", null),
            Preprocessing = config!.Preprocessing,
            Model = config.Model,
            Training = config.Training with { BestBy = goal },
        };
        var job = new TrainingJob
        {
            Config = plan.Config,
            Device = device!,
            Models = [],
            Output = parsed.GetValue(_output)!,
            Source = data.Open() with { WithoutTest = true },
        };
        var sweep = new Sweep(new SweepDirectory(job.Output), plan, space!);
        Refuse(sweep.Problems());
        Refuse(sweep.ProblemsOfAllPoints());
        if (plan.Method is SearchMethod.Grid)
        {
            plan = plan with { Trials = Math.Min(parsed.GetValue(_trials) ?? SearchSpace.MostTrials, GridCount(space!)) };
        }

        return (plan, space!, job);

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    static int GridCount(SearchSpace space)
    {
        try
        {
            return new GridSampler(space).Count;
        }
        catch (SearchSpaceException exception)
        {
            throw new OptionsValidationException(nameof(SweepPlan), typeof(SweepPlan), [$"--space: {exception.Message}"]);
        }
    }

    static (SearchSpace? Space, JsonElement Json) ReadSpace(FileInfo file, List<string> problems)
    {
        if (!file.Exists || file.Length > MaxSpaceBytes)
        {
            problems.Add(file.Exists
                ? $"--space: {file}: found {file.Length} bytes, expected at most {MaxSpaceBytes}"
                : $"--space: {file}: found no such file, expected a JSON file");
            return default;
        }

        try
        {
            var json = File.ReadAllText(file.FullName);
            var space = SearchSpace.Parse(json, IsWhole);
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return (space, JsonElement.Parse(JsonNode.Parse(json, documentOptions: options)!.ToJsonString()));
        }
        catch (SearchSpaceException exception)
        {
            problems.Add($"--space: {file}: {exception.Message}");
            return default;
        }

        static bool IsWhole(string key) => ConfigurationLayers.TypeOf(key) is { } type && (type == typeof(int) || type == typeof(long));
    }

    static void Refuse(IEnumerable<string> problems)
    {
        if (problems.ToList() is { Count: > 0 } found)
        {
            throw new OptionsValidationException(nameof(SweepPlan), typeof(SweepPlan), found);
        }
    }
}
