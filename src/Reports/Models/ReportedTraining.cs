using RnnToolkit.Bundle;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>One training of a model: what its run left, and what follows from its predictions.</summary>
sealed class ReportedTraining
{
    ReportedTraining(TrainedRun run, TrainedModel model, IReadOnlyList<PredictedText>? texts, bool hasTokens, string part)
    {
        (Run, Model, Texts, HasTokens, Part) = (run, model, texts, hasTokens, part);
        Summary = texts is { Count: > 0 } ? EvaluationSummary.Of(texts, model.Labels, model.Config.Threshold) : null;
        Temperature = model.Calibration?.Temperature;
        Gradients = GradientFlow.Find(model.Directory);
        Timings = run.Timings?.Of(model.Name);
    }

    public TrainedRun Run { get; }

    public TrainedModel Model { get; }

    /// <summary>What the numbers are about: the test texts, else the validation texts; null when no predictions were saved.</summary>
    public IReadOnlyList<PredictedText>? Texts { get; }

    /// <summary>Which part <see cref="Texts"/> are.</summary>
    public string Part { get; }

    /// <summary>Whether the predictions have counts of tokens; those of older versions have not.</summary>
    public bool HasTokens { get; }

    public EvaluationSummary? Summary { get; }

    /// <summary>By what the logits must be divided for probabilities that mean what they say; null when it was not fitted.</summary>
    public double? Temperature { get; }

    public GradientFlow? Gradients { get; }

    public ModelTimings? Timings { get; }

    /// <summary>Accuracy on <see cref="Texts"/>, or what the run noted of the test set; null without either.</summary>
    public double? Accuracy => Summary?.Accuracy.Value ?? Model.TestReport?.Accuracy ?? Model.TestCounts?.Accuracy;

    public string Seed => Run.Record.Fold is { } fold ? Invariant($"fold {fold.Number}") : Run.Seed is { } seed ? Invariant($"seed {seed}") : Run.Name;

    /// <summary>Reads everything that the report needs of a training.</summary>
    /// <exception cref="CheckpointFormatException">A file is damaged.</exception>
    public static ReportedTraining Read(TrainedRun run, TrainedModel model)
    {
        if (model.Test is { } test)
        {
            return new ReportedTraining(run, model, test, hasTokens: true, PredictionFile.TestPart);
        }

        return OlderTest(model) is { } older
            ? new ReportedTraining(run, model, older, hasTokens: false, PredictionFile.TestPart)
            : new ReportedTraining(run, model, model.Validation, hasTokens: true, PredictionFile.ValidationPart);
    }

    // Versions before predictions.csv saved the logits on the test set, without tokens.
    static IReadOnlyList<PredictedText>? OlderTest(TrainedModel model) =>
        File.Exists(Path.Combine(AtomicOutput.Recover(model.BestDirectory), Checkpoint.TestLogitsFile))
            ? [.. Checkpoint.ReadTestLogits(model.BestDirectory).Select(line => new PredictedText(
                PredictionFile.TestPart, line.Id, line.Label,
                ClassProbabilities.LabelOf<double>(TemperatureScaling.Probabilities(line.Outputs), model.Config.Threshold), 0, 0, line.Outputs))]
            : null;
}
