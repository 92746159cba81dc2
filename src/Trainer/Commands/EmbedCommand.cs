using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Embeddings;
using RnnToolkit.Trainer.Vectors;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer embed</c>: trains word vectors.</summary>
sealed class EmbedCommand : Command
{
    const string SkipGram = "skip-gram";
    const string Cbow = "cbow";

    static readonly EmbeddingOptions s_defaults = new();

    readonly Option<string[]> _data = new("--data")
    {
        Description = "Texts, with or without labels, in any form that trainer run reads, and the unlabelled reviews of an aclImdb folder or archive; can be repeated.",
        DefaultValueFactory = _ => [],
    };

    readonly TableOptions _table = new("left out");

    readonly Option<string?> _output = new("--output") { Description = "The file to write, in the formats of word2vec: binary for *.bin, text for any other name; compressed if .gz follows." };

    readonly Option<string> _preset = new("--preset")
    {
        Description = $"The preset whose preprocessing makes the tokens: {string.Join(", ", Presets.Names)}.",
        DefaultValueFactory = _ => Presets.General,
    };

    readonly Option<string> _mode = new("--mode")
    {
        Description = $"{SkipGram}: a word predicts its neighbours; {Cbow}: the neighbours predict the word, which is faster.",
        DefaultValueFactory = _ => SkipGram,
    };

    readonly Option<int> _size = new("--size") { Description = $"Numbers in a vector, 1 to {ModelConfig.MaxWidth}.", DefaultValueFactory = _ => s_defaults.Size };

    readonly Option<int> _window = new("--window") { Description = "The most neighbours on each side of a word.", DefaultValueFactory = _ => s_defaults.Window };

    readonly Option<int> _negatives = new("--negatives") { Description = "Words to draw for each step.", DefaultValueFactory = _ => s_defaults.Negatives };

    readonly Option<int> _epochs = new("--epochs") { Description = "Passes over the texts.", DefaultValueFactory = _ => s_defaults.Epochs };

    readonly Option<int> _minCount = new("--min-count") { Description = "Words with fewer occurrences have no vector.", DefaultValueFactory = _ => s_defaults.MinCount };

    readonly Option<double> _sample = new("--sample")
    {
        Description = "Occurrences of words with a larger share of the tokens are left out at random; 0 keeps all.",
        DefaultValueFactory = _ => s_defaults.Sample,
    };

    readonly Option<double> _learningRate = new("--learning-rate") { Description = "At the start; it falls to 0 in a straight line.", DefaultValueFactory = _ => s_defaults.LearningRate };

    readonly Option<string?> _charNGrams = new("--char-ngrams")
    {
        Description = "Lengths of character n-grams, such as 3..6: the vector of a word is the mean of its own row and those of its n-grams. Default: none.",
    };

    readonly Option<int> _threads = new("--threads") { Description = "Threads, 1 to 1024. More than one give slightly different vectors every time.", DefaultValueFactory = _ => s_defaults.Threads };

    readonly Option<int> _seed = new("--seed") { Description = "Seeds all random generators; with one thread, the same seed gives the same file.", DefaultValueFactory = _ => s_defaults.Seed };

    public EmbedCommand()
        : base("embed", "Trains word vectors on texts, with skip-gram or CBOW and negative sampling.")
    {
        foreach (var option in (Option[])
        [
            _data, .. _table.All.Where(option => option != _table.LabelColumn), _output, _preset, _mode, _size, _window, _negatives, _epochs, _minCount, _sample, _learningRate, _charNGrams, _threads, _seed,
        ])
        {
            Add(option);
        }

        Add(new NeighboursCommand());

        // On another thread, so that Ctrl+C cancels while the work runs.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var options = ReadOptions(parsed, problems);
        var table = _table.Read(parsed, problems) with { RequireLabels = false, LabelColumn = null };
        var preset = parsed.GetValue(_preset)!;
        if (!Presets.Names.Contains(preset))
        {
            problems.Add($"--preset: found \"{preset}\", expected one of {string.Join(", ", Presets.Names)}");
        }

        var paths = parsed.GetValue(_data)!;
        if (paths.Length == 0)
        {
            problems.Add("--data: found none, expected texts to train on");
        }

        if (parsed.GetValue(_output) is null)
        {
            problems.Add("--output: found none, expected the file to write");
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(EmbeddingOptions), typeof(EmbeddingOptions), problems);
        }

        var output = parsed.GetValue(_output)!;
        var target = OutputTarget.Of(output); // before the work, so that a wrong path costs none
        var standardError = StandardError.Of(parsed);
        var logger = standardError.Logger<EmbedCommand>();
        var progress = standardError.Progress();
        var tokenizer = new Tokenizer(new ConfigurationLayers().AddJson(Presets.Read(preset), preset).Build().Preprocessing);
        var corpus = ReadCorpus([.. paths.Select(path => Dataset.Open(path, table))], tokenizer, options.MinCount, progress, logger, cancellationToken);
        var training = new EmbeddingTraining(corpus, options);
        Log.EmbeddingStarts(logger, corpus.TokenCount, corpus.Words.Count, training.InputRowCount);
        var clock = Stopwatch.StartNew();
        Train(training, progress, cancellationToken);
        Log.EmbeddingCompleted(logger, clock.Elapsed.TotalSeconds, training.TotalTokens / clock.Elapsed.TotalSeconds);
        WordVectorWriter.Write(target, output, corpus.Words, options.Size, training.VectorOf);
        Log.EmbeddingWritten(logger, output);
        return ExitCode.Done;
    }

    EmbeddingOptions ReadOptions(ParseResult parsed, List<string> problems)
    {
        var mode = parsed.GetValue(_mode)!;
        if (mode is not (SkipGram or Cbow))
        {
            problems.Add($"--mode: found \"{mode}\", expected {SkipGram} or {Cbow}");
        }

        CharacterNGrams? nGrams = null;
        if (parsed.GetValue(_charNGrams) is { } lengths)
        {
            nGrams = CharacterNGrams.Parse(lengths);
            if (nGrams is null)
            {
                problems.Add(Invariant($"--char-ngrams: found \"{lengths}\", expected two lengths from 1 to {CharacterNGrams.Longest}, such as 3..6"));
            }
        }

        var options = new EmbeddingOptions
        {
            Mode = mode == Cbow ? EmbeddingMode.Cbow : EmbeddingMode.SkipGram,
            Size = parsed.GetValue(_size),
            Window = parsed.GetValue(_window),
            Negatives = parsed.GetValue(_negatives),
            Epochs = parsed.GetValue(_epochs),
            MinCount = parsed.GetValue(_minCount),
            Sample = parsed.GetValue(_sample),
            LearningRate = parsed.GetValue(_learningRate),
            CharNGrams = nGrams,
            Threads = parsed.GetValue(_threads),
            Seed = parsed.GetValue(_seed),
        };
        problems.AddRange(options.Validate());
        return options;
    }

    static EmbeddingCorpus ReadCorpus(
        IReadOnlyList<Dataset> sources, Tokenizer tokenizer, int minCount, ProgressDisplay progress, ILogger logger, CancellationToken cancellationToken)
    {
        var builder = new EmbeddingCorpusBuilder(tokenizer);
        foreach (var source in sources)
        {
            Log.ReadingDataset(logger, source.Path, source.Kind);
            progress.Run("reading", null, report =>
            {
                // A folder and an archive of it must train alike.
                var texts = source.Read(null, cancellationToken);
                foreach (var text in source.IsOrdered ? texts : texts.OrderBy(text => text.Id, StringComparer.Ordinal))
                {
                    builder.Add(text.Text);
                    report(1);
                }
            });
            foreach (var warning in source.Warnings)
            {
                Log.DataWarning(logger, warning);
            }
        }

        return builder.Build(minCount);
    }

    static void Train(EmbeddingTraining training, ProgressDisplay progress, CancellationToken cancellationToken) =>
        progress.Run("training", "tokens", () => (double)training.DoneTokens / training.TotalTokens, report =>
            training.Run(() => report.Report(training.DoneTokens), cancellationToken));
}
