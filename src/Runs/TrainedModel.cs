using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>A model of a run. Predictions are read when they are first asked for. Not thread-safe.</summary>
public sealed class TrainedModel
{
    readonly Lazy<IReadOnlyList<PredictedText>?> _predictions;
    readonly Lazy<GradientFlow?> _gradientFlow;
    readonly Lazy<(IReadOnlyList<PredictedText>? Validation, IReadOnlyList<PredictedText>? Test)> _parts;

    TrainedModel(string directory, CheckpointSummary? best, CheckpointSummary? last)
    {
        (Directory, Config) = (directory, (best ?? last)!.Config);
        Labels = new LabelSet(Config.Labels);
        Epochs = last is not null && last.Metrics.Count >= (best?.Metrics.Count ?? 0) ? last.Metrics : best!.Metrics;
        (Best, TestCounts, TestReport) = (best?.Metrics is [.., var epoch] ? epoch : null, best?.Test, best?.TestReport);
        _predictions = new(ReadPredictions);
        _gradientFlow = new(() => GradientFlow.Find(directory));
        _parts = new(() => (Part(PredictionFile.ValidationPart), Part(PredictionFile.TestPart)));
    }

    /// <summary>For example <c>gru1</c>.</summary>
    public string Name => Path.GetFileName(Directory);

    /// <summary>The directory of the model, which holds <c>best/</c> and <c>last/</c>.</summary>
    public string Directory { get; }

    /// <summary>The directory of the best checkpoint, which a training that has not ended its first epoch lacks.</summary>
    public string BestDirectory => Path.Combine(Directory, RunLayout.BestDirectory);

    /// <summary>The effective configuration.</summary>
    public CheckpointConfig Config { get; }

    /// <summary>The labels.</summary>
    public LabelSet Labels { get; }

    /// <summary>All epochs that are done.</summary>
    public IReadOnlyList<EpochMetrics> Epochs { get; }

    /// <summary>The epoch of the best checkpoint; null when none is done.</summary>
    public EpochMetrics? Best { get; }

    /// <summary>Counts on the test set of two labels; null when there are none.</summary>
    public ClassificationMetrics? TestCounts { get; }

    /// <summary>The report on the test set; null without one, and for models of the first format.</summary>
    public ClassificationReport? TestReport { get; }

    /// <summary>Predictions of the best epoch for the validation texts; null when they were not saved.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public IReadOnlyList<PredictedText>? Validation => _parts.Value.Validation;

    /// <summary>Predictions of the best epoch for the test texts; null when they were not saved.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public IReadOnlyList<PredictedText>? Test => _parts.Value.Test;

    /// <summary>How its gradients flow; null when that was not measured, or for another best checkpoint.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public GradientFlow? Gradients => _gradientFlow.Value;

    /// <summary>By what the logits must be divided for probabilities that mean what they say; null when it was not saved.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public ModelCalibration? Calibration => ModelCalibration.Read(AtomicOutput.Recover(BestDirectory));

    /// <summary>Whether a directory is the directory of a model: it has a checkpoint.</summary>
    public static bool IsAt(string directory) =>
        AtomicOutput.DirectoryExists(Path.Combine(directory, RunLayout.BestDirectory)) || AtomicOutput.DirectoryExists(Path.Combine(directory, RunLayout.LastDirectory));

    /// <summary>Reads the directory of a model.</summary>
    /// <exception cref="CheckpointFormatException">It has no checkpoint, or a damaged one.</exception>
    public static TrainedModel Read(string directory)
    {
        directory = Path.TrimEndingDirectorySeparator(directory);
        var (best, last) = (Summary(RunLayout.BestDirectory), Summary(RunLayout.LastDirectory));
        return best is null && last is null
            ? throw new CheckpointFormatException(directory, null, "no checkpoint", $"{RunLayout.BestDirectory}/ or {RunLayout.LastDirectory}/ in the directory of a model")
            : new TrainedModel(directory, best, last);

        CheckpointSummary? Summary(string name) =>
            AtomicOutput.DirectoryExists(Path.Combine(directory, name)) ? Checkpoint.ReadSummary(Path.Combine(directory, name)) : null;
    }

    IReadOnlyList<PredictedText>? ReadPredictions()
    {
        var path = Path.Combine(AtomicOutput.Recover(BestDirectory), Checkpoint.PredictionsFile);
        return File.Exists(path) ? PredictionFile.Read(path, Labels) : null;
    }

    List<PredictedText>? Part(string part) =>
        _predictions.Value?.Where(text => text.Part == part).ToList() is { Count: > 0 } texts ? texts : null;
}
