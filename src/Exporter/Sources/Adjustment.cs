using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Runs;

namespace RnnToolkit.Exporter.Sources;

/// <summary>How a checkpoint differs from what the trainer wrote: calibrated probabilities, another threshold. The model card shows it.</summary>
/// <param name="Calibration">By what the logits were divided; null where they were not.</param>
/// <param name="Threshold">How the threshold was chosen; null where it is the trainer's.</param>
/// <param name="Parts">What the model gives on validation and test texts before and after; parts without recorded predictions are left out.</param>
sealed record Adjustment(ModelCalibration? Calibration, ThresholdChoice? Threshold, IReadOnlyList<AdjustedPart> Parts)
{
    double Temperature => Calibration?.Temperature ?? 1;

    /// <summary>Applies <c>--calibrate</c> and <c>--threshold</c> to a checkpoint.</summary>
    /// <param name="source">A checkpoint with its directory.</param>
    /// <param name="calibrate">Whether its probabilities are to be calibrated.</param>
    /// <param name="goal">What its threshold is to be chosen for; null for the trainer's.</param>
    /// <exception cref="CheckpointFormatException">A file that this needs is missing or damaged.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The model has no threshold, or none reaches the goal.</exception>
    public static ExportSource Apply(ExportSource source, bool calibrate, ThresholdGoal? goal)
    {
        if (!calibrate && goal is null)
        {
            return source;
        }

        var (config, directory) = (source.Checkpoint.Config, source.CheckpointDirectory!);
        if (goal is not null && config.Labels.Count != LabelSet.MinCount)
        {
            throw BadOption.Because(Invariant(
                $"--threshold: found {goal} for {config.Name}, which has {config.Labels.Count} labels, expected none: it gives a text the most probable one"));
        }

        var calibration = calibrate ? ReadCalibration(directory) : null;
        var predictions = Predictions(directory, new LabelSet(config.Labels), goal);
        var validation = predictions.Where(text => text.Part == PredictionFile.ValidationPart).ToList();
        var choice = goal is null ? null : Choose(goal, validation, calibration?.Temperature ?? 1, config.Name);
        var test = predictions.Where(text => text.Part == PredictionFile.TestPart).ToList();
        (string Name, List<PredictedText> Texts)[] parts = [("Validation", validation), ("Test", test)];
        var adjustment = new Adjustment(calibration, choice, []);
        return adjustment.Of(source) with
        {
            Adjustment = adjustment with { Parts = [.. parts.Where(part => part.Texts.Count > 0).Select(part => adjustment.Measure(part.Name, part.Texts, config))] },
        };
    }

    /// <summary>The logits of a text as the adjusted model gives them.</summary>
    public float[] Logits(float[] logits) => Calibration is null ? logits : Array.ConvertAll(logits, Divide);

    static ModelCalibration ReadCalibration(string directory) => ModelCalibration.Read(directory) ?? throw new CheckpointFormatException(
        Path.Combine(directory, Checkpoint.CalibrationFile), null, "no such file",
        "what the trainer writes when training has ended, for --calibrate; a run of an older version lacks it");

    static IReadOnlyList<PredictedText> Predictions(string directory, LabelSet labels, ThresholdGoal? goal)
    {
        var path = Path.Combine(directory, Checkpoint.PredictionsFile);
        return File.Exists(path) || goal is { Kind: not ThresholdGoalKind.Fixed } ? PredictionFile.Read(path, labels) : [];
    }

    static ThresholdChoice Choose(ThresholdGoal goal, List<PredictedText> validation, double temperature, string name)
    {
        var ranking = new Ranking([.. validation.Select(text => TemperatureScaling.Probabilities(text.Logits, temperature)[0])], i => validation[i].Label == 1);
        var (choice, problem) = ThresholdChoice.Choose(goal, ranking);
        return choice ?? throw BadOption.Because($"--threshold: {name}: {problem}");
    }

    /// <summary>The checkpoint with divided weights and logits, the new threshold, and the test's numbers with both.</summary>
    ExportSource Of(ExportSource source)
    {
        var checkpoint = source.Checkpoint;
        var config = checkpoint.Config with { Threshold = Threshold?.Threshold ?? checkpoint.Config.Threshold };
        return source with
        {
            Checkpoint = checkpoint with
            {
                Config = config,
                Weights = Calibration is null ? checkpoint.Weights : Divided(checkpoint.Weights, config.Model),
                Probes = [.. checkpoint.Probes.Select(probe => Probe.Of(probe.Text, probe.Ids, Logits(probe.Outputs), probe.NGrams))],
            },
            Metrics = source.Metrics is { TestAccuracy: not null } metrics ? Tested(metrics, config, source.CheckpointDirectory!) : source.Metrics,
        };
    }

    /// <summary>Divides what the logits are linear in: the head, or where there are two channels the weights that join them.</summary>
    StateDict Divided(StateDict weights, ModelConfig model)
    {
        string[] divided = model.WideSize > 0
            ? [ParameterNames.FusionRecurrent, ParameterNames.FusionWide, ParameterNames.FusionBias]
            : [ParameterNames.HeadWeight, ParameterNames.HeadBias];
        var result = new StateDict();
        foreach (var tensor in weights)
        {
            result.Add(divided.Contains(tensor.Name) ? tensor with { Data = Array.ConvertAll(tensor.Data, Divide) } : tensor);
        }

        return result;
    }

    /// <summary>The test's numbers, from the logits that the trainer recorded.</summary>
    TrainingMetrics Tested(TrainingMetrics metrics, CheckpointConfig config, string directory)
    {
        var recorded = Checkpoint.ReadTestLogits(directory);
        var report = ClassificationReport.Of(
            config.Labels, [.. recorded.Select(text => text.Label)], i => TemperatureScaling.Probabilities(recorded[i].Outputs, Temperature), config.Threshold);
        return metrics with
        {
            Test = metrics.Test is null ? null : new ClassificationMetrics(report.Confusion![1][1], report.Confusion[0][1], report.Confusion[0][0], report.Confusion[1][0]),
            TestReport = metrics.TestReport is null ? null : report,
        };
    }

    AdjustedPart Measure(string name, List<PredictedText> texts, CheckpointConfig config)
    {
        var labels = new LabelSet(config.Labels);
        return new AdjustedPart(
            name,
            EvaluationSummary.Of(texts, labels, config.Threshold),
            EvaluationSummary.Of(texts, labels, Threshold?.Threshold ?? config.Threshold, Temperature));
    }

    float Divide(float value) => (float)(value / Temperature);
}

/// <summary>What a model gives on texts.</summary>
/// <param name="Name">Which texts, in words.</param>
/// <param name="Before">As it was trained.</param>
/// <param name="After">As it is exported.</param>
sealed record AdjustedPart(string Name, EvaluationSummary Before, EvaluationSummary After);
