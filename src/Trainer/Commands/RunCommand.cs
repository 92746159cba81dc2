using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Reporting;
using RnnToolkit.Trainer.Training;
using TorchSharp;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer run</c>: reads data, trains models, saves checkpoints and prints a table of results.</summary>
sealed class RunCommand : Command
{
    readonly Option<string?> _data = new("--data")
    {
        Description = "The labelled texts: an aclImdb folder or its .tar.gz; a CSV, TSV or JSON Lines file; or a folder with train.* and test.*. Default: the bundled sample.",
    };

    readonly Option<string?> _test = new("--test") { Description = "A separate test set; by default the test part of --data." };

    readonly Option<string?> _validation = new("--validation")
    {
        Description = "A separate validation set; by default a share of the training texts is set aside (training.validationShare).",
    };

    readonly TableOptions _table = new("left out");

    readonly Option<string?> _labels = new("--labels")
    {
        Description = "The labels in order, separated by commas; of two, the last is the positive one. A label with a comma is quoted as in CSV. Default: those of the data, in ordinal order.",
    };

    readonly Option<int?> _dropRareLabels = new("--drop-rare-labels")
    {
        Description = $"Leaves out the texts of labels with fewer than so many training texts, {LabelOptions.FewestTexts} or more. Default: such a label is an error below {LabelOptions.FewestTexts} texts.",
    };

    readonly Option<bool> _dropUnseenLabels = new("--drop-unseen-labels") { Description = "Leaves out validation and test texts whose label no training text has. Default: such a text is an error." };

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

    readonly Option<bool> _resume = new("--resume") { Description = "Resume the run in --output. More --epochs than before extend it; other options must stay as they were." };

    readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the run in --output; files that the trainer did not write are never removed." };

    readonly Option<string> _device = new("--device")
    {
        Description = "cpu, cuda, or auto: CUDA if available, else the CPU.",
        DefaultValueFactory = _ => "auto",
    };

    readonly Option<int> _threads = new("--threads") { Description = "Threads that libtorch computes with, 1 to 1024.", DefaultValueFactory = _ => 1 };

    readonly ConfigurationOptions _configuration = new();

    public RunCommand()
        : base("run", "Trains models and tests their best checkpoints. Without arguments: all six models on the bundled sample.")
    {
        foreach (var option in (Option[])
        [
            _data, _validation, _test, .. _table.All, _labels, _dropRareLabels, _dropUnseenLabels, _models, _from, _output, _seeds, _resume, _overwrite, _device, _threads,
        ])
        {
            Add(option);
        }

        _configuration.AddTo(this);

        // On another thread, so that Ctrl+C cancels while the work runs.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var host = CreateHost();
        var time = host.Services.GetRequiredService<TimeProvider>();
        var job = CreateJob(parsed, time);
        torch.set_num_threads(parsed.GetValue(_threads));
        var pipeline = host.Services.GetRequiredService<TrainingPipeline>();
        var results = Jobs(job, parsed.GetValue(_seeds)).SelectMany(seed => pipeline.Train(seed, cancellationToken)).ToList();
        ResultTable.Write(parsed.InvocationConfiguration.Output, results);
        return ExitCode.Done;
    }

    /// <summary>The job itself, or one for each seed.</summary>
    static IReadOnlyList<TrainingJob> Jobs(TrainingJob job, string? seedList)
    {
        var hasRun = File.Exists(Path.Combine(job.Output, RunLayout.RunFile));
        var hasSeeds = Directory.Exists(job.Output) && RunLayout.SeedDirectories(job.Output).Count > 0;
        if (seedList is null)
        {
            return hasSeeds && !hasRun
                ? throw new IOException($"--output {job.Output}: found a run with several seeds, expected a new directory; add --seeds or choose another --output")
                : [job];
        }

        if (hasRun)
        {
            throw new IOException($"--output {job.Output}: found a run with one seed, expected a new directory or a run with --seeds; choose another --output");
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

    static IHost CreateHost()
    {
        // ConfigurationLayers reads the configuration, since unknown keys are errors there; the host provides logging and services.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddPlainConsole();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(ProgressDisplay.ForConsole());
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

        var threads = parsed.GetValue(_threads);
        if (threads is < 1 or > 1024)
        {
            problems.Add($"--threads: found {threads}, expected 1 to 1024");
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

        var labels = new LabelOptions
        {
            Names = ParseLabels(parsed.GetValue(_labels), problems),
            DropRare = parsed.GetValue(_dropRareLabels),
            DropUnseen = parsed.GetValue(_dropUnseenLabels),
        };
        if (labels.DropRare < LabelOptions.FewestTexts)
        {
            problems.Add(Invariant($"--drop-rare-labels: found {labels.DropRare}, expected {LabelOptions.FewestTexts} or more"));
        }

        var table = _table.Read(parsed, problems);
        var device = ChooseDevice(parsed.GetValue(_device)!, problems);
        var dataPath = parsed.GetValue(_data);
        TrainerConfig? config = null;
        try
        {
            config = _configuration.Build(parsed, from is null ? DefaultPreset(dataPath) : PresetOf(from), from?.Config);
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
            Source = new CorpusSource
            {
                Data = Dataset.Open(dataPath ?? SampleData.Find(), table),
                ValidationData = parsed.GetValue(_validation) is { } validationPath ? Dataset.Open(validationPath, table) : null,
                TestData = parsed.GetValue(_test) is { } testPath ? Dataset.Open(testPath, table) : null,
                Labels = labels,
            },
        };
    }

    /// <summary>The preset whose recipe suits a trained model, without <c>--preset</c>.</summary>
    static string PresetOf(StartingPoint from) => from.Config.Preprocessing.UnknownRows > 0 ? Presets.General : Presets.Paper;

    /// <summary>The preset for data without <c>--preset</c>.</summary>
    static string DefaultPreset(string? dataPath) =>
        dataPath is null ? Presets.Sample
        : Dataset.IsReviews(dataPath) ? Presets.Paper
        : Presets.General;

    static IReadOnlyList<string>? ParseLabels(string? text, List<string> problems)
    {
        if (text is null)
        {
            return null;
        }

        var names = NameList.Parse(text);
        problems.AddRange(names is null
            ? [$"--labels: found {text}, expected names separated by commas; a name with a comma or a quote is quoted as in CSV"]
            : LabelRules.Validate(names).Select(problem => $"--labels: {problem}"));
        return names;
    }

    static torch.Device? ChooseDevice(string name, List<string> problems)
    {
        switch (name)
        {
            case "cpu":
            case "auto" when !torch.cuda.is_available():
                return torch.CPU;
            case "cuda" when !torch.cuda.is_available():
                problems.Add("--device: found cuda, but libtorch sees no CUDA device here; expected cpu or auto");
                return null;
            case "auto" or "cuda":
                return torch.CUDA;
            default:
                problems.Add($"--device: found \"{name}\", expected cpu, cuda or auto");
                return null;
        }
    }
}
