using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Optimization;
using RnnToolkit.Trainer.Randomness;
using RnnToolkit.Trainer.Training;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>Writes and reads the checkpoints of one model: <c>best/</c> for export, <c>last/</c> to go on from.</summary>
sealed class CheckpointWriter
{
    readonly string _directory;
    readonly CheckpointConfig _config;
    readonly TextEncoder _encoder;
    readonly Device _device;
    readonly IReadOnlyList<string> _probeTexts;

    /// <summary>Creates the writer.</summary>
    /// <param name="directory">The model's directory in its run.</param>
    /// <param name="model">The architecture.</param>
    /// <param name="config">The effective configuration of the run.</param>
    /// <param name="encoder">The encoder, for vocabulary and probes.</param>
    /// <param name="device">Where the model is.</param>
    public CheckpointWriter(string directory, ModelConfig model, TrainerConfig config, TextEncoder encoder, Device device)
    {
        (_directory, _encoder, _device) = (directory, encoder, device);
        _config = new CheckpointConfig
        {
            Model = model,
            Name = model.ShortName,
            Preprocessing = config.Preprocessing,
            Training = JsonSerializer.SerializeToElement(config.Training, TrainerJson.Default.TrainingOptions),
        };
        _probeTexts = ProbeTexts.Make(
            encoder.Vocabulary, encoder.SequenceLength, new SeedStreams(config.Training.Seed).For(RandomStream.Probes));
    }

    /// <summary>The directory of the best checkpoint.</summary>
    public string Best => Path.Combine(_directory, RunLayout.BestDirectory);

    /// <summary>The directory of the newest checkpoint.</summary>
    public string Last => Path.Combine(_directory, RunLayout.LastDirectory);

    /// <summary>Writes <c>best/</c>.</summary>
    public void SaveBest(RecurrentClassifier model, IReadOnlyList<EpochMetrics> metrics) => Capture(model, metrics).Write(Best);

    /// <summary>Writes <c>last/</c> with the optimizer's state.</summary>
    public void SaveLast(RecurrentClassifier model, IReadOnlyList<EpochMetrics> metrics, ParameterUpdate update) =>
        Capture(model, metrics).Write(Last, update.Save);

    /// <summary>Adds the test's logits and counts to <c>best/</c>.</summary>
    public void SaveTest(IEnumerable<RecordedLogit> logits, ClassificationMetrics counts)
    {
        AtomicOutput.WriteFile(Path.Combine(Best, Checkpoint.TestLogitsFile), stream =>
            JsonLinesFile.Write(stream, logits, ArtifactJsonLines.Default.RecordedLogit));
        AtomicOutput.WriteFile(Path.Combine(Best, Checkpoint.TestFile), stream =>
            JsonSerializer.Serialize(stream, counts, ArtifactJson.Default.ClassificationMetrics));
    }

    /// <summary>Restores the newest checkpoint, if there is one.</summary>
    /// <returns>The epochs that are done; empty when there is none.</returns>
    /// <exception cref="CheckpointFormatException">The checkpoint is damaged, or comes from other data or another configuration.</exception>
    public IReadOnlyList<EpochMetrics> Resume(RecurrentClassifier model, ParameterUpdate update)
    {
        if (!Directory.Exists(Last))
        {
            return [];
        }

        var last = Checkpoint.Read(Last);
        if (last.Config.FormatVersion != CheckpointConfig.CurrentFormatVersion)
        {
            throw new CheckpointFormatException(
                Path.Combine(Last, Checkpoint.ConfigFile), "formatVersion", $"{last.Config.FormatVersion}",
                $"{CheckpointConfig.CurrentFormatVersion}; an older version of the trainer began this training and shuffled differently: "
                + "it can be exported, but not resumed; train anew in another --output");
        }

        if (last.Config.Model != _config.Model || last.Config.Preprocessing != _config.Preprocessing
            || last.Config.Training is not { } training || !JsonElement.DeepEquals(training, _config.Training!.Value))
        {
            throw new CheckpointFormatException(
                Path.Combine(Last, Checkpoint.ConfigFile), null, "another configuration", "the one of this run; resume with the options it was started with");
        }

        if (!last.Vocabulary.Tokens.SequenceEqual(_encoder.Vocabulary.Tokens))
        {
            throw new CheckpointFormatException(
                Path.Combine(Last, Checkpoint.VocabularyFileName), null, "another vocabulary", "the one of this run; resume with the data it was started with");
        }

        ModelWeights.Restore(model, last.Weights);
        update.Load(Last);
        return last.Metrics;
    }

    Checkpoint Capture(RecurrentClassifier model, IReadOnlyList<EpochMetrics> metrics) => new()
    {
        Config = _config,
        Metrics = metrics,
        Probes = Probe(model),
        Vocabulary = _encoder.Vocabulary,
        Weights = ModelWeights.Capture(model),
    };

    List<Probe> Probe(RecurrentClassifier model)
    {
        var wasTraining = model.training;
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var batch = _encoder.EncodeBatch(_probeTexts);
        var logits = ModelWeights.ToArray(model.call(tensor(batch.Ids, [batch.BatchSize, batch.SequenceLength], device: _device)));
        model.train(wasTraining);
        return [.. _probeTexts.Select((text, row) => new Probe(text, batch.Row(row).ToArray(), logits[row]))];
    }
}
