using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Runs.Tests;

/// <summary>A run as the trainer leaves it, without a training: two labels, ten test texts, of which a model has as many right as it is told.</summary>
static class TinyRun
{
    public const int Texts = 10;

    static readonly string[] s_words = [.. Enumerable.Range(0, 12).Select(i => $"word{i}")];

    /// <summary>The record of a run.</summary>
    public static RunRecord Record(int seed = 1) => new()
    {
        FormatVersion = RunRecord.CurrentFormatVersion,
        Device = "cpu",
        Data = new DataFingerprint(new string('a', 64), new string('b', 64)),
        Preprocessing = Json("""{ "steps": ["lowercase", "splitOnWhiteSpace"], "sequenceLength": 10 }"""),
        Model = Json("""{ "hiddenSize": 5, "bidirectional": false }"""),
        Training = Json($$"""{ "seed": {{seed}}, "epochs": 3, "learningRate": 0.001, "maxVocabulary": null }"""),
        Models = ["gru1", "lstm1"],
        Dataset = new DatasetRecord
        {
            Parts =
            [
                new() { Part = "train", Path = "data/", File = "train.csv", Bytes = 12345, Sha256 = new string('c', 64), Texts = 80, Labels = [new("neg", 40), new("pos", 40)] },
                new() { Part = "validation", Texts = 20, Labels = [new("neg", 10), new("pos", 10)] },
                new() { Part = "test", Path = "data/", File = "test.csv", Bytes = 1234, Sha256 = new string('d', 64), Texts = Texts, Labels = [new("neg", 5), new("pos", 5)] },
            ],
            Split = new SplitRecord(new string('e', 64), 0.2),
        },
        ConfigurationHash = new string('f', 64),
        Versions = new RunVersions("0.1.0", "0.106.0", "libtorch_cpu.so, 1 bytes", "10.0.0", "Linux", "x64", "A processor", 1),
        CommandLine = ["run", "--data", "data/", "--set", "a key=it's"],
    };

    public static Timings Times() => new()
    {
        Started = new DateTimeOffset(2026, 11, 21, 22, 3, 59, TimeSpan.Zero),
        Models = [new ModelTimings { Name = "gru1", EpochSeconds = [1.5, 2.5], TrainSeconds = 5, TestSeconds = 0.5, StepsPerSecond = 12.5, TextsPerSecond = 625 }],
        PeakMemoryBytes = 300L << 20,
        TotalSeconds = 75,
    };

    /// <summary>Writes a run with the models gru1 and lstm1.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="record">Its record.</param>
    /// <param name="timings">Its times; null for none.</param>
    /// <param name="right">How many test texts a model has right, by its layout: gru1 misses the last ones, lstm1 the first ones.</param>
    public static string Write(string directory, RunRecord? record = null, Timings? timings = null, (int Gru, int Lstm)? right = null)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllBytes(Path.Combine(directory, "run.json"), JsonSerializer.SerializeToUtf8Bytes(record ?? Record(), RunJson.Default.RunRecord));
        if (timings is not null)
        {
            File.WriteAllBytes(Path.Combine(directory, "timings.json"), JsonSerializer.SerializeToUtf8Bytes(timings, RunJson.Default.Timings));
        }

        var (gru, lstm) = right ?? (9, 8);
        WriteModel(directory, RecurrentCell.Gru, i => i < gru);
        WriteModel(directory, RecurrentCell.Lstm, i => i >= Texts - lstm);
        return directory;
    }

    /// <summary>Turns a run into one of the last version, which wrote neither descriptions nor predictions.</summary>
    public static void MakeOlder(string directory)
    {
        var record = RunRecord.Read(directory).Decisive;
        File.WriteAllBytes(Path.Combine(directory, "run.json"), JsonSerializer.SerializeToUtf8Bytes(record, RunJson.Default.RunRecord));
        File.Delete(Path.Combine(directory, "timings.json"));
        foreach (var file in Directory.GetFiles(directory, Checkpoint.PredictionsFile, SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    static void WriteModel(string directory, RecurrentCell cell, Func<int, bool> isRight)
    {
        var model = TestModels.Config(cell);
        var name = $"{cell.ToString().ToLowerInvariant()}1";
        var texts = Enumerable.Range(0, Texts).Select(i => Predicted(PredictionFile.TestPart, i, isRight(i))).ToList();
        var right = texts.Where(text => text.IsRight).ToList();
        EpochMetrics[] epochs = [new(1, 0.69, 0.5, 0.75), new(2, 0.4, 0.375, 0.8), new(3, 0.3, 0.625, 0.7)];
        var checkpoint = new Checkpoint
        {
            Config = new CheckpointConfig
            {
                Name = name,
                Model = model,
                Preprocessing = new PreprocessConfig { SequenceLength = 10 },
                Training = Record().Training,
            },
            Weights = TestModels.Weights(model, seed: 1),
            Vocabulary = new Vocabulary(s_words),
            Metrics = epochs[..2],
            Probes = [],
            Test = new ClassificationMetrics(
                right.Count(text => text.Label == 1), texts.Count(text => text is { Label: 0, Predicted: 1 }),
                right.Count(text => text.Label == 0), texts.Count(text => text is { Label: 1, Predicted: 0 })),
        };
        checkpoint.Write(Path.Combine(directory, name, "best"), best => PredictionFile.Write(
            Path.Combine(best, Checkpoint.PredictionsFile), LabelSet.Sentiment,
            [.. Enumerable.Range(0, 20).Select(i => Predicted(PredictionFile.ValidationPart, i, i % 5 != 0)), .. texts]));
        (checkpoint with { Metrics = epochs, Test = null }).Write(Path.Combine(directory, name, "last"));
    }

    static PredictedText Predicted(string part, int row, bool isRight)
    {
        var label = row % 2;
        var predicted = isRight ? label : 1 - label;
        return new PredictedText(part, $"{row + 1}", label, predicted, 5 + row, row % 3, [(predicted == 1 ? 1 : -1) * (0.5f + row)]);
    }
}
