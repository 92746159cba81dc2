using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Tests;

/// <summary>Directories of runs as the trainer leaves them, without weights, and with predictions that were never made.</summary>
sealed class FakeRuns : IDisposable
{
    readonly TempDirectory _directory = new();

    public string Path => _directory.Path;

    public string this[string name] => _directory[name];

    /// <summary>What differs between runs of tests.</summary>
    public sealed record Options
    {
        public int Seed { get; init; } = 1;

        public IReadOnlyList<string> Labels { get; init; } = ["neg", "pos"];

        public int Texts { get; init; } = 400;

        public IReadOnlyList<(RecurrentCell Cell, int Layers)> Models { get; init; } = [(RecurrentCell.Rnn, 1), (RecurrentCell.Lstm, 1), (RecurrentCell.Gru, 1)];

        public bool HasPredictions { get; init; } = true;

        public bool HasExtras { get; init; } = true;

        public int Epochs { get; init; } = 5;

        public Func<int, string> IdOf { get; init; } = index => Invariant($"test/{index}.txt");

        public double LearningRate { get; init; } = 0.001;
    }

    public void Add(string name, Options options)
    {
        var training = JsonSerializer.SerializeToElement(new { seed = options.Seed, epochs = 5, batchSize = 50, learningRate = options.LearningRate });
        _directory.Write($"{name}/run.json", JsonSerializer.SerializeToUtf8Bytes(
            new RunRecord
            {
                FormatVersion = RunRecord.CurrentFormatVersion,
                Device = "cpu",
                Data = new DataFingerprint("train", "test"),
                Preprocessing = JsonSerializer.SerializeToElement(new { sequenceLength = 100 }),
                Model = JsonSerializer.SerializeToElement(new { hiddenSize = 50 }),
                Training = training,
            },
            RunJson.Default.RunRecord));
        foreach (var (cell, layers) in options.Models)
        {
            AddModel($"{name}/{cell.ToString().ToLowerInvariant()}{layers}", cell, layers, options, training);
        }

        if (options.HasExtras)
        {
            _directory.Write($"{name}/timings.json", JsonSerializer.SerializeToUtf8Bytes(
                new Timings
                {
                    Started = DateTimeOffset.UnixEpoch,
                    PeakMemoryBytes = 900 << 20,
                    TotalSeconds = 100,
                    Models = [.. options.Models.Select(model => new ModelTimings
                    {
                        Name = Invariant($"{model.Cell.ToString().ToLowerInvariant()}{model.Layers}"), EpochSeconds = [9.0 * model.Layers * (1 + (int)model.Cell), 9], TrainSeconds = 20.0 * model.Layers * (1 + (int)model.Cell),
                        TestSeconds = 3, StepsPerSecond = 40, TextsPerSecond = 2000,
                    })],
                },
                RunJson.Default.Timings));
        }
    }

    public IReadOnlyList<TrainedRun> Read() => TrainedRun.ReadAll(Path).Runs;

    public void Dispose() => _directory.Dispose();

    void AddModel(string folder, RecurrentCell cell, int layers, Options options, JsonElement training)
    {
        var (labels, random) = (new LabelSet(options.Labels), new Random((options.Seed * 1000) + ((int)cell * 10) + layers));
        var config = new CheckpointConfig
        {
            Name = System.IO.Path.GetFileName(folder),
            Model = new ModelConfig { Cell = cell, Layers = layers, VocabularySize = 100, Classes = labels.Count },
            Preprocessing = new PreprocessConfig(),
            Labels = options.Labels,
            Training = training,
        };
        _directory.Write($"{folder}/best/config.json", JsonSerializer.SerializeToUtf8Bytes(config, ArtifactJson.Default.CheckpointConfig));
        _directory.Write($"{folder}/last/config.json", JsonSerializer.SerializeToUtf8Bytes(config, ArtifactJson.Default.CheckpointConfig));
        var lines = Enumerable.Range(1, options.Epochs).Select(epoch => JsonSerializer.Serialize(
            new EpochMetrics(epoch, 0.7 / epoch, 0.55 + (0.02 * Math.Abs(epoch - 3)), 0.85 - (0.2 / epoch) - (0.001 * options.Seed)), ArtifactJsonLines.Default.EpochMetrics)).ToList();
        _directory.Write($"{folder}/best/metrics.jsonl", string.Join('\n', lines.Take(3)) + "\n");
        _directory.Write($"{folder}/last/metrics.jsonl", string.Join('\n', lines) + "\n");
        if (options.HasPredictions)
        {
            using var stream = new MemoryStream();
            var texts = Enumerable.Range(0, options.Texts).Select(index => Predict(options.IdOf(index), index % labels.Count, labels.Count, 0.6 + (0.4 * (int)cell), random)).ToList();
            PredictionFile.Write(stream, labels, texts);
            _directory.Write($"{folder}/best/predictions.csv", stream.ToArray());
            if (options.HasExtras)
            {
                ModelCalibration.Fit(texts).Write(_directory[$"{folder}/best"]);
            }
        }

        if (options.HasExtras)
        {
            new GradientFlow
            {
                FormatVersion = GradientFlow.CurrentFormatVersion,
                Weights = new string('0', 64),
                Texts = 64,
                Steps = 100,
                States = [.. new[] { WeightState.Untrained, WeightState.Trained }.Select(state => new GradientFlowState { State = state, Loss = 0.69, Layers = [.. Enumerable.Range(0, layers).Select(layer => Flow(layer, cell, state))] })],
            }.Write(_directory[$"{folder}/{GradientFlow.FileName}"]);
        }
    }

    static LayerGradientFlow Flow(int layer, RecurrentCell cell, WeightState state)
    {
        var rate = cell == RecurrentCell.Rnn ? 0.6 : state == WeightState.Trained ? 0.97 : 0.85;
        double[] norms = [.. Enumerable.Range(0, 100).Select(step => 0.01 * Math.Pow(rate, 99 - step))];
        return new() { Layer = layer, Direction = ReadingDirection.Forward, Norms = norms, Medians = norms, SpectralRadius = rate, LyapunovExponent = Math.Log(rate), LyapunovError = 0.01 };
    }

    static PredictedText Predict(string id, int label, int labels, double strength, Random random)
    {
        var tokens = random.Next(1, 400);
        if (labels == 2)
        {
            var logit = (float)((label == 1 ? strength : -strength) + (2 * (random.NextDouble() + random.NextDouble() - 1)));
            return new(PredictionFile.TestPart, id, label, logit >= 0 ? 1 : 0, tokens, random.Next(0, 1 + (tokens / 5)), [logit]);
        }

        var logits = Enumerable.Range(0, labels).Select(index => (float)((index == label ? 2 * strength : 0) + (4 * random.NextDouble()))).ToArray();
        return new(PredictionFile.TestPart, id, label, ClassProbabilities.IndexOfLargest<float>(logits), tokens, random.Next(0, 1 + (tokens / 5)), logits);
    }
}
