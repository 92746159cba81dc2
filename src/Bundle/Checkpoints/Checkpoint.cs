using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle;

/// <summary>A checkpoint directory in memory: all that export needs.</summary>
public sealed record Checkpoint
{
    /// <summary>File name of the configuration.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>File name of the weights.</summary>
    public const string WeightsFile = "weights.safetensors";

    /// <summary>File name of the vocabulary.</summary>
    public const string VocabularyFileName = "vocabulary.txt";

    /// <summary>File name of the metrics, a line an epoch.</summary>
    public const string MetricsFile = "metrics.jsonl";

    /// <summary>File name of the probes.</summary>
    public const string ProbesFile = "probes.jsonl";

    /// <summary>File name of the counts on the test set; absent until it has been scored.</summary>
    public const string TestFile = "test.json";

    /// <summary>File name of the report on the test set; absent until it has been scored, and for models that <see cref="ModelConfig.FitsFirstFormat"/>.</summary>
    public const string TestReportFile = "test-report.json";

    /// <summary>File name of the logits on the test set; absent until it has been scored.</summary>
    public const string TestLogitsFile = "test-logits.jsonl";

    /// <summary>File name of the predictions of the best epoch on validation and test texts; export does not read it.</summary>
    public const string PredictionsFile = "predictions.csv";

    /// <summary>File name of the temperature that calibrates the model; export reads it when asked.</summary>
    public const string CalibrationFile = "calibration.json";

    const int ReadAttempts = 10;

    static readonly ArtifactReader s_reader = new((path, field, found, expected, cause) =>
        new CheckpointFormatException(path, field, found, expected, cause));

    /// <summary>The configuration.</summary>
    public required CheckpointConfig Config { get; init; }

    /// <summary>The weights, with the names and shapes of <see cref="ModelConfig.Parameters"/>.</summary>
    public required StateDict Weights { get; init; }

    /// <summary>The vocabulary.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The n-grams of the wide channel; null for a model without one.</summary>
    public NGramTable? NGrams { get; init; }

    /// <summary>The epochs up to this checkpoint; the last one is its own.</summary>
    public required IReadOnlyList<EpochMetrics> Metrics { get; init; }

    /// <summary>Texts with their ids and logits.</summary>
    public required IReadOnlyList<Probe> Probes { get; init; }

    /// <summary>Counts on the test set of two labels, or null.</summary>
    public ClassificationMetrics? Test { get; init; }

    /// <summary>The report on the test set, or null.</summary>
    public ClassificationReport? TestReport { get; init; }

    /// <summary>Reads a vocabulary that came without a checkpoint: a token a line.</summary>
    /// <exception cref="CheckpointFormatException">It is missing, too large, or not a vocabulary.</exception>
    public static Vocabulary ReadVocabulary(string path) => s_reader.Vocabulary(path);

    /// <summary>Reads and checks a checkpoint directory.</summary>
    /// <exception cref="CheckpointFormatException">A file is missing or damaged, or two files do not fit each other.</exception>
    public static Checkpoint Read(string directory) => ReadStable(directory, ReadOnce);

    /// <summary>Reads and checks the small files of a checkpoint directory.</summary>
    /// <exception cref="CheckpointFormatException">One of them is missing or damaged.</exception>
    public static CheckpointSummary ReadSummary(string directory) => ReadStable(directory, ReadSummaryOnce);

    /// <summary>Reads a directory that the trainer may replace between two reads; the metrics show whether both were of the same epoch.</summary>
    static T ReadStable<T>(string directory, Func<string, T> readOnce)
    {
        for (var attempt = 1; ; attempt++)
        {
            directory = AtomicOutput.Recover(directory);
            var before = ReadMetricsBytes(directory);
            try
            {
                var checkpoint = readOnce(directory);
                if (before.AsSpan().SequenceEqual(ReadMetricsBytes(directory)))
                {
                    return checkpoint;
                }
            }
            catch (CheckpointFormatException) when (attempt < ReadAttempts && !before.AsSpan().SequenceEqual(ReadMetricsBytes(directory)))
            {
            }

            if (attempt == ReadAttempts)
            {
                throw new CheckpointFormatException(directory, null, "other files each time it was read", "a directory that does not change while it is read; try again");
            }
        }
    }

    static byte[] ReadMetricsBytes(string directory)
    {
        var path = Path.Combine(directory, MetricsFile);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // the reader of the whole says what is wrong
        }
    }

    static CheckpointSummary ReadSummaryOnce(string directory)
    {
        var config = ReadConfig(Path.Combine(directory, ConfigFile));
        var (testPath, reportPath) = (Path.Combine(directory, TestFile), Path.Combine(directory, TestReportFile));
        return new CheckpointSummary(
            config,
            ReadLines(directory, MetricsFile, ArtifactJsonLines.Default.EpochMetrics, epoch => epoch.Validate()),
            File.Exists(testPath) ? ReadTest(testPath) : null,
            File.Exists(reportPath) ? ReadTestReport(reportPath, config.Labels) : null);
    }

    static Checkpoint ReadOnce(string directory)
    {
        var summary = ReadSummaryOnce(directory);
        var config = summary.Config;
        var vocabularyPath = Path.Combine(directory, VocabularyFileName);
        var vocabulary = s_reader.Vocabulary(vocabularyPath);
        var tokens = config.Model.VocabularySize - 1 - config.Preprocessing.UnknownRows;
        if (vocabulary.Count != tokens)
        {
            throw new CheckpointFormatException(
                vocabularyPath, null, $"{vocabulary.Count} tokens", $"{tokens}: model.vocabularySize without row 0 and preprocessing.unknownRows");
        }

        return new Checkpoint
        {
            Config = config,
            Weights = ReadWeights(Path.Combine(directory, WeightsFile), config.Model),
            Vocabulary = vocabulary,
            NGrams = config.Model.WideSize == 0 ? null : ReadNGrams(Path.Combine(directory, NGramTable.FileName), config.Model.WideSize),
            Metrics = summary.Metrics,
            Probes = ReadLines(directory, ProbesFile, ArtifactJsonLines.Default.Probe, probe => probe.Validate(config.Model)),
            Test = summary.Test,
            TestReport = summary.TestReport,
        };
    }

    /// <summary>Reads the trainer's logits on the test set.</summary>
    /// <exception cref="CheckpointFormatException">The file is missing or damaged, or of another model.</exception>
    public static IReadOnlyList<RecordedLogit> ReadTestLogits(string directory)
    {
        var model = ReadConfig(Path.Combine(directory, ConfigFile)).Model;
        return ReadLines(directory, TestLogitsFile, ArtifactJsonLines.Default.RecordedLogit, logit => logit.Validate(model));
    }

    /// <summary>Writes this checkpoint in place of an older one. Nothing is left half-written.</summary>
    /// <param name="directory">The directory to make.</param>
    /// <param name="more">Writes further files into the directory before it is moved to its name.</param>
    public void Write(string directory, Action<string>? more = null) => AtomicOutput.WriteDirectory(directory, temporary =>
    {
        File.WriteAllBytes(Path.Combine(temporary, ConfigFile), JsonSerializer.SerializeToUtf8Bytes(Config, ArtifactJson.Default.CheckpointConfig));
        using (var stream = File.Create(Path.Combine(temporary, WeightsFile)))
        {
            SafetensorsFile.Write(stream, Weights);
        }

        File.WriteAllBytes(Path.Combine(temporary, VocabularyFileName), VocabularyFile.Format(Vocabulary));
        if (NGrams is not null)
        {
            File.WriteAllBytes(Path.Combine(temporary, NGramTable.FileName), NGrams.ToBytes());
        }

        JsonLinesFile.Write(Path.Combine(temporary, MetricsFile), Metrics, ArtifactJsonLines.Default.EpochMetrics);
        JsonLinesFile.Write(Path.Combine(temporary, ProbesFile), Probes, ArtifactJsonLines.Default.Probe);
        if (Test is { } test)
        {
            File.WriteAllBytes(Path.Combine(temporary, TestFile), JsonSerializer.SerializeToUtf8Bytes(test, ArtifactJson.Default.ClassificationMetrics));
        }

        if (TestReport is { } report)
        {
            File.WriteAllBytes(Path.Combine(temporary, TestReportFile), JsonSerializer.SerializeToUtf8Bytes(report, ArtifactJson.Default.ClassificationReport));
        }

        more?.Invoke(temporary);
    });

    static StateDict ReadWeights(string path, ModelConfig model)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointFormatException(path, null, "no such file", "the weights");
        }

        var weights = SafetensorsFile.Read(path);
        foreach (var (name, shape) in model.Parameters())
        {
            if (!weights.Contains(name))
            {
                throw new CheckpointFormatException(path, name, "no such tensor", $"shape [{string.Join(", ", shape)}]");
            }

            if (!weights[name].Shape.SequenceEqual(shape))
            {
                throw new CheckpointFormatException(path, name, $"shape {weights[name].ShapeText}", $"[{string.Join(", ", shape)}]");
            }

            if (weights[name].Data.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            {
                throw new CheckpointFormatException(path, name, "a value that is not finite", "finite numbers");
            }
        }

        return weights.Count == model.Parameters().Count()
            ? weights
            : throw new CheckpointFormatException(path, null, $"{weights.Count} tensors", $"{model.Parameters().Count()} for {model.ShortName}");
    }

    static CheckpointConfig ReadConfig(string path)
    {
        var config = s_reader.Json(
            path, s_reader.Bytes(path, ArtifactReader.MaxJsonBytes), ArtifactJson.Default.CheckpointConfig,
            CheckpointConfig.OldestFormatVersion, CheckpointConfig.CurrentFormatVersion);
        return config.Validate().FirstOrDefault() is { } problem
            ? throw new CheckpointFormatException(path, null, problem, "a valid configuration")
            : config;
    }

    static NGramTable ReadNGrams(string path, int count) => s_reader.NGrams(path, s_reader.Bytes(path, sizeof(uint) * (long)NGramTable.MaxCount), count);

    static List<T> ReadLines<T>(string directory, string file, JsonTypeInfo<T> type, Func<T, IEnumerable<string>> validate)
    {
        var path = Path.Combine(directory, file);
        return s_reader.JsonLines(path, s_reader.Bytes(path, 1L << 30), type, validate);
    }

    static ClassificationReport ReadTestReport(string path, IReadOnlyList<string> labels)
    {
        var report = s_reader.Json(path, s_reader.Bytes(path, ArtifactReader.MaxJsonBytes), ArtifactJson.Default.ClassificationReport);
        return report.Validate(labels).FirstOrDefault() is { } problem ? throw new CheckpointFormatException(path, null, problem, "a valid report") : report;
    }

    static ClassificationMetrics ReadTest(string path) =>
        s_reader.Json(path, s_reader.Bytes(path, ArtifactReader.MaxJsonBytes), ArtifactJson.Default.ClassificationMetrics);
}
