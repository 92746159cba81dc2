using System.Text.Json;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Randomness;
using RnnToolkit.Trainer.Optimization;
using RnnToolkit.Trainer.Wide;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>Writes and reads the checkpoints of one model: <c>best/</c> for export, <c>last/</c> to resume from.</summary>
sealed class CheckpointWriter
{
    readonly string _directory;
    readonly CheckpointConfig _config;
    readonly TextEncoder _encoder;
    readonly WideChannel? _wide;
    readonly Device _device;
    readonly int _batchSize;
    readonly LabelSet _labels;
    readonly IReadOnlyList<string> _probeTexts;

    /// <summary>Creates the writer.</summary>
    /// <param name="directory">The model's directory in its run.</param>
    /// <param name="model">The architecture.</param>
    /// <param name="config">The effective configuration.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="encoder">The encoder, for vocabulary and probes.</param>
    /// <param name="wide">The wide channel; null without one.</param>
    /// <param name="device">Where the model is.</param>
    public CheckpointWriter(
        string directory, ModelConfig model, TrainerConfig config, LabelSet labels, TextEncoder encoder, WideChannel? wide, Device device)
    {
        (_directory, _labels, _encoder, _wide, _device, _batchSize) = (directory, labels, encoder, wide, device, config.Training.BatchSize);
        _config = new CheckpointConfig
        {
            Labels = labels.Names,
            Model = model,
            Name = new ModelKind(model.Cell, model.Layers).Name,
            Preprocessing = encoder.Config,
            Training = JsonSerializer.SerializeToElement(config.Training, TrainerJson.Default.TrainingOptions),
        };
        _probeTexts = ProbeTexts.Make(
            encoder.Vocabulary, encoder.SequenceLength, new SeedStreams(config.Training.Seed).For(RandomStream.Probes));
    }

    /// <summary>The directory of the best checkpoint.</summary>
    public string Best => Path.Combine(_directory, RunLayout.BestDirectory);

    /// <summary>The directory of the newest checkpoint.</summary>
    public string Last => Path.Combine(_directory, RunLayout.LastDirectory);

    /// <summary>Writes <c>best/</c> with the predictions for the validation texts by which it was chosen.</summary>
    public void SaveBest(RecurrentClassifier model, Fusion? fusion, IReadOnlyList<EpochMetrics> metrics, IEnumerable<PredictedText> validation) =>
        Capture(model, fusion, metrics).Write(Best, directory => WritePredictions(directory, validation));

    /// <summary>Writes <c>last/</c> after a whole epoch.</summary>
    public void SaveLast(TrainingState state, IReadOnlyList<EpochMetrics> metrics) =>
        WriteLast(Capture(state.Model, state.Fusion, metrics), state, TrainingPosition.StartOf(metrics.Count + 1));

    /// <summary>
    /// Writes <c>last/</c> within an epoch. Training that continues, here or in another process, takes the steps that it would have
    /// taken without it: nothing in the model or the optimizer is changed.
    /// </summary>
    /// <remarks>A training that has diverged is not saved: the checkpoint before it is worth more, and the epoch ends with an error.</remarks>
    public void SaveWithinEpoch(TrainingState state, IReadOnlyList<EpochMetrics> metrics, TrainingPosition position)
    {
        var checkpoint = Capture(state.Model, state.Fusion, metrics);
        if (double.IsFinite(position.LossSum) && checkpoint.Probes.All(probe => probe.Outputs.All(float.IsFinite))
            && checkpoint.Weights.All(tensor => !tensor.Data.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
        {
            WriteLast(checkpoint, state, position);
        }
    }

    /// <summary>The predictions of the best epoch for the validation texts.</summary>
    /// <param name="ids">The ids of the texts.</param>
    /// <returns>Null when they are not there, as in runs of older versions, or damaged: they can be computed again.</returns>
    public IReadOnlyList<PredictedText>? ReadValidation(IEnumerable<string> ids)
    {
        try
        {
            var path = Path.Combine(Best, Checkpoint.PredictionsFile);
            var texts = File.Exists(path) ? PredictionFile.Read(path, _labels).Where(text => text.Part == PredictionFile.ValidationPart).ToList() : null;
            return texts?.Select(text => text.Id).SequenceEqual(ids) is true ? texts : null;
        }
        catch (CheckpointFormatException)
        {
            return null;
        }
    }

    /// <summary>Adds the test's predictions, logits and counts to <c>best/</c>.</summary>
    /// <param name="predictions">The predictions for validation and test texts.</param>
    /// <param name="logits">The logits.</param>
    /// <param name="counts">Counts of two labels; null with more.</param>
    /// <param name="report">The report; null for models that <see cref="ModelConfig.FitsFirstFormat"/>.</param>
    public void SaveTest(
        IEnumerable<PredictedText> predictions, IEnumerable<RecordedLogit> logits, ClassificationMetrics? counts, ClassificationReport? report)
    {
        AtomicOutput.WriteFile(Path.Combine(Best, Checkpoint.PredictionsFile), stream => PredictionFile.Write(stream, _labels, predictions));
        AtomicOutput.WriteFile(Path.Combine(Best, Checkpoint.TestLogitsFile), stream =>
            JsonLinesFile.Write(stream, logits, ArtifactJsonLines.Default.RecordedLogit));
        if (counts is { } found)
        {
            AtomicOutput.WriteFile(Path.Combine(Best, Checkpoint.TestFile), stream =>
                JsonSerializer.Serialize(stream, found, ArtifactJson.Default.ClassificationMetrics));
        }

        if (report is not null)
        {
            AtomicOutput.WriteFile(Path.Combine(Best, Checkpoint.TestReportFile), stream =>
                JsonSerializer.Serialize(stream, report, ArtifactJson.Default.ClassificationReport));
        }
    }

    /// <summary>Adds the temperature that fits the validation texts to <c>best/</c>; nothing without their predictions.</summary>
    /// <param name="ids">The ids of the validation texts.</param>
    public void SaveCalibration(IEnumerable<string> ids)
    {
        if (ReadValidation(ids) is { } validation)
        {
            ModelCalibration.Fit(validation).Write(Best);
        }
    }

    /// <summary>Reads the newest checkpoint and checks everything but the optimizer's state, without writing anything.</summary>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <returns>The checkpoint and the step that comes next; null when there is none.</returns>
    /// <exception cref="CheckpointFormatException">A checkpoint is damaged or of another version, or comes from other data.</exception>
    /// <exception cref="OptionsValidationException">It comes from another configuration.</exception>
    public (Checkpoint Checkpoint, TrainingPosition Position)? ReadLast(int stepsPerEpoch)
    {
        if (!AtomicOutput.DirectoryExists(Last))
        {
            return null;
        }

        var last = Checkpoint.Read(Last);
        if (last.Config.FormatVersion < CheckpointConfig.OldestWrittenVersion)
        {
            throw new CheckpointFormatException(
                Path.Combine(Last, Checkpoint.ConfigFile), "formatVersion", $"{last.Config.FormatVersion}",
                $"{CheckpointConfig.OldestWrittenVersion}; an older version of the trainer began this training and shuffled differently: "
                + "it can be exported, but not resumed; train anew in another --output");
        }

        if (ConfigurationChanges.Refused(last.Config, _config, Last).ToList() is { Count: > 0 } changes)
        {
            throw new OptionsValidationException(nameof(TrainerConfig), typeof(TrainerConfig), changes);
        }

        if (!last.Vocabulary.Tokens.SequenceEqual(_encoder.Vocabulary.Tokens))
        {
            throw new CheckpointFormatException(
                Path.Combine(Last, Checkpoint.VocabularyFileName), null, "another vocabulary",
                "the one of this data; resume with the data the run was started with");
        }

        if (_wide is not null && !last.NGrams!.Fingerprints.SequenceEqual(_wide.Table.Fingerprints))
        {
            throw new CheckpointFormatException(
                Path.Combine(Last, NGramTable.FileName), null, "other n-grams", "those of this data; resume with the data the run was started with");
        }

        if (last.Metrics.Count > 0)
        {
            _ = Checkpoint.Read(Best);
        }

        return (last, TrainingProgress.Read(Last, last.Metrics.Count, stepsPerEpoch));
    }

    /// <summary>Puts a checkpoint of <see cref="ReadLast"/> into the model and the optimizer.</summary>
    /// <param name="last">The checkpoint.</param>
    /// <param name="position">The step that comes next.</param>
    /// <param name="state">Receives the weights and the state of the optimizer.</param>
    /// <param name="validationIds">The ids of the validation texts.</param>
    /// <exception cref="CheckpointFormatException">The state of the optimizer is missing or damaged.</exception>
    public void Restore(Checkpoint last, TrainingPosition position, TrainingState state, IEnumerable<string> validationIds)
    {
        var model = state.Model;
        ModelWeights.Restore(model, last.Weights);
        state.Update.Load(Last);
        state.Average?.Load(Last);
        state.Fusion = _wide is null ? null : Fusion.Of(last.Weights);
        if (position.Step > 0)
        {
            model.Carried?.Load(Path.Combine(Last, CheckpointFiles.HiddenState), model.Config, _batchSize, _device);
        }

        AdoptBest(last.Metrics, validationIds);

        // Training that is all but done may write neither of them again.
        AtomicOutput.RemoveLeftovers(Best);
        AtomicOutput.RemoveLeftovers(Last);
    }

    /// <summary>
    /// <c>best/</c> may name fewer epochs than the run now has, or another interval between checkpoints. It is what a run with these
    /// options would have written, so its configuration becomes the present one; its test follows when training is done.
    /// </summary>
    void AdoptBest(IReadOnlyList<EpochMetrics> metrics, IEnumerable<string> validationIds)
    {
        if (metrics.Count > 0 && Checkpoint.Read(Best) is var best
            && (best.Config.Training is not { } training || !JsonElement.DeepEquals(training, _config.Training!.Value)))
        {
            var validation = ReadValidation(validationIds);
            (best with { Config = _config, Test = null, TestReport = null }).Write(Best, directory =>
            {
                if (validation is not null)
                {
                    WritePredictions(directory, validation);
                }
            });
        }
    }

    void WritePredictions(string directory, IEnumerable<PredictedText> texts) => PredictionFile.Write(Path.Combine(directory, Checkpoint.PredictionsFile), _labels, texts);

    void WriteLast(Checkpoint checkpoint, TrainingState state, TrainingPosition position) =>
        checkpoint.Write(Last, directory =>
        {
            state.Update.Save(directory);
            state.Average?.Save(directory);
            if (position.Step > 0)
            {
                state.Model.Carried?.Save(Path.Combine(directory, CheckpointFiles.HiddenState));
            }

            TrainingProgress.Write(directory, position);
        });

    Checkpoint Capture(RecurrentClassifier model, Fusion? fusion, IReadOnlyList<EpochMetrics> metrics)
    {
        var weights = ModelWeights.Capture(model);
        foreach (var tensor in _wide is null ? [] : _wide.Tensors().Concat(fusion!.Tensors()))
        {
            weights.Add(tensor);
        }

        return new Checkpoint
        {
            Config = _config,
            Metrics = metrics,
            NGrams = _wide?.Table,
            Probes = RunProbes(model, fusion),
            Vocabulary = _encoder.Vocabulary,
            Weights = weights,
        };
    }

    List<Probe> RunProbes(RecurrentClassifier model, Fusion? fusion)
    {
        var wasTraining = model.training;
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var batch = _encoder.EncodeBatch(_probeTexts);
        var logits = ModelWeights.ToArray(model.call(tensor(batch.Ids, [batch.BatchSize, batch.SequenceLength], device: _device)));
        model.train(wasTraining);
        var nGrams = _probeTexts.Select(NGramsOf).ToList();
        if (_wide is not null)
        {
            logits = fusion!.Apply(logits, [.. nGrams.SelectMany(ids => _wide.Logits(ids!))]);
        }

        var width = model.Config.OutputCount;
        return [.. _probeTexts.Select((text, row) => Probe.Of(text, batch.Row(row).ToArray(), logits.AsSpan(row * width, width), nGrams[row]))];
    }

    int[]? NGramsOf(string text)
    {
        if (_wide is null)
        {
            return null;
        }

        var nGrams = new NGramIds();
        _encoder.Encode(text, new long[_encoder.SequenceLength], nGrams);
        return nGrams.Values.ToArray();
    }
}
