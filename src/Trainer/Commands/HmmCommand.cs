using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Baselines;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer hmm</c>: trains hidden Markov models, the generative baseline.</summary>
sealed class HmmCommand : Command
{
    static readonly HmmOptions s_defaults = new();

    readonly DataOptions _data = new();

    readonly Option<string?> _preset = new("--preset")
    {
        Description = $"The preset whose preprocessing makes the tokens: {string.Join(", ", Presets.Names)}. Default: as for trainer run.",
    };

    readonly Option<int> _states = new("--states") { Description = "Hidden states of the model of each label, 1 to 100.", DefaultValueFactory = _ => s_defaults.States };

    readonly Option<string> _emissions = new("--emissions")
    {
        Description = $"{HmmOptions.Discrete}: each state has a probability for each word; {HmmOptions.Gaussian}: each state has a mixture of Gaussians over word vectors.",
        DefaultValueFactory = _ => s_defaults.Emissions,
    };

    readonly Option<int> _mixtures = new("--mixtures") { Description = $"Gaussians in a state, with --emissions {HmmOptions.Gaussian}.", DefaultValueFactory = _ => s_defaults.Mixtures };

    readonly Option<string?> _vectors = new("--vectors")
    {
        Description = $"A file of word vectors, for --emissions {HmmOptions.Gaussian}: word2vec (text or binary) or GloVe, also .gz. Words without a vector are skipped.",
    };

    readonly Option<int> _iterations = new("--iterations") { Description = "Iterations of the Baum-Welch algorithm.", DefaultValueFactory = _ => s_defaults.Iterations };

    readonly Option<double> _pseudoCount = new("--pseudo-count")
    {
        Description = $"Added to how often a state emits a word, with --emissions {HmmOptions.Discrete}; with 0, a label's model rules out every word that its texts lack.",
        DefaultValueFactory = _ => s_defaults.PseudoCount,
    };

    readonly Option<int> _seed = new("--seed") { Description = "Seeds the split and the models; the same seed gives the same files.", DefaultValueFactory = _ => s_defaults.Seed };

    readonly Option<string?> _output = new("--output")
    {
        Description = $"A new directory for {BaselineRecord.FileName} and predictions.csv, which trainer compare and trainer report read. Default: nothing is written.",
    };

    public HmmCommand()
        : base("hmm", "Trains a hidden Markov model for each label, classifies with them, and prints perplexity and accuracy.")
    {
        _data.AddTo(this);
        foreach (var option in (Option[])[_preset, _states, _emissions, _mixtures, _vectors, _iterations, _pseudoCount, _seed, _output])
        {
            Add(option);
        }

        // On another thread, so that Ctrl+C cancels while the work runs.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var options = new HmmOptions
        {
            States = parsed.GetValue(_states),
            Emissions = parsed.GetValue(_emissions)!,
            Mixtures = parsed.GetValue(_mixtures),
            Vectors = parsed.GetValue(_vectors),
            Iterations = parsed.GetValue(_iterations),
            PseudoCount = parsed.GetValue(_pseudoCount),
            Seed = parsed.GetValue(_seed),
        };
        problems.AddRange(options.Validate());
        var data = _data.Read(parsed, problems);
        var preset = parsed.GetValue(_preset) ?? data.DefaultPreset;
        if (!Presets.Names.Contains(preset))
        {
            problems.Add($"--preset: found \"{preset}\", expected one of {string.Join(", ", Presets.Names)}");
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(HmmOptions), typeof(HmmOptions), problems);
        }

        var output = parsed.GetValue(_output);
        if (output is not null && (Directory.Exists(output) || File.Exists(output)))
        {
            throw new IOException($"--output {output}: found something there, expected a new directory");
        }

        var config = new ConfigurationLayers().AddJson(Presets.Read(preset), preset).Build();
        var standardError = StandardError.Of(parsed);
        var (progress, corpus) = (standardError.Progress(), (Corpus?)null);
        progress.Run("reading", null, report => corpus = Corpus.Read(data.Open(), report, cancellationToken));
        var logger = standardError.Logger<HmmCommand>();
        foreach (var warning in corpus!.Warnings)
        {
            Log.DataWarning(logger, warning);
        }

        var (record, texts) = new HmmBaseline(corpus, config, preset, options, progress).Run(cancellationToken);
        if (output is not null)
        {
            record.Write(output, texts);
        }

        foreach (var line in HmmTable.Lines(record, texts))
        {
            parsed.InvocationConfiguration.Output.WriteLine(line);
        }

        return ExitCode.Done;
    }
}
