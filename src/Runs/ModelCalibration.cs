using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>
/// The <c>calibration.json</c> of a best checkpoint: by what the model's logits must be divided, so that its probabilities mean what they say. It is fitted on
/// the validation texts, which no step of the training learnt from. They chose the best epoch, and with a wide channel the weights of the two channels, so that
/// the numbers below are a little better than on other texts: see the test set for those.
/// </summary>
/// <param name="Temperature">See <see cref="TemperatureScaling"/>.</param>
/// <param name="Texts">The validation texts.</param>
/// <param name="LogLossBefore">Their mean cross entropy.</param>
/// <param name="LogLossAfter">The same with the temperature.</param>
/// <param name="EceBefore">Their expected calibration error, over <see cref="Calibration.DefaultBins"/> bins.</param>
/// <param name="EceAfter">The same with the temperature.</param>
public sealed record ModelCalibration(double Temperature, int Texts, double LogLossBefore, double LogLossAfter, double EceBefore, double EceAfter)
{
    const int CurrentFormatVersion = 1;

    /// <summary>Version of the format.</summary>
    [JsonRequired]
    [JsonPropertyOrder(-1)]
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Fits the temperature to texts that the model was not trained on.</summary>
    /// <param name="texts">Their predictions.</param>
    public static ModelCalibration Fit(IReadOnlyList<PredictedText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var temperature = TemperatureScaling.Fit([.. texts.Select(text => text.Logits)], [.. texts.Select(text => text.Label)]);
        var (before, after) = (Measure(texts, 1), Measure(texts, temperature));
        return new ModelCalibration(temperature, texts.Count, before.LogLoss, after.LogLoss, before.Ece, after.Ece);
    }

    /// <summary>Mean cross entropy and expected calibration error of texts at a temperature; labels are given at the probability of one half, or to the most probable one.</summary>
    public static (double LogLoss, double Ece) Measure(IReadOnlyList<PredictedText> texts, double temperature)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var (loss, confidences, isRight) = (0.0, new double[texts.Count], new bool[texts.Count]);
        foreach (var (index, text) in texts.Index())
        {
            var probabilities = ClassProbabilities.OfEach(TemperatureScaling.Probabilities(text.Logits, temperature));
            var predicted = ClassProbabilities.LabelOf(probabilities.Length == 2 ? probabilities.AsSpan(1) : probabilities, threshold: 0.5);
            loss += ClassificationCounter.LogLoss(probabilities[text.Label]);
            (confidences[index], isRight[index]) = (probabilities[predicted], predicted == text.Label);
        }

        return (texts.Count == 0 ? 0 : loss / texts.Count, Calibration.Of(confidences, isRight).ExpectedError);
    }

    /// <summary>Reads the calibration of a best checkpoint; null when it has none.</summary>
    /// <param name="directory">The directory of the checkpoint.</param>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public static ModelCalibration? Read(string directory)
    {
        var path = Path.Combine(directory, Checkpoint.CalibrationFile);
        if (!File.Exists(path))
        {
            return null;
        }

        var calibration = RunFiles.Reader.Json(
            path, RunFiles.Reader.Bytes(path, ArtifactReader.MaxJsonBytes), RunJson.Default.ModelCalibration, CurrentFormatVersion, CurrentFormatVersion);
        return calibration.Validate().FirstOrDefault() is { } problem ? throw new CheckpointFormatException(path, null, problem, "a valid calibration") : calibration;
    }

    /// <summary>Writes the file into a best checkpoint. Nothing is left half-written.</summary>
    /// <param name="directory">The directory of the checkpoint.</param>
    public void Write(string directory) => AtomicOutput.WriteFile(
        Path.Combine(directory, Checkpoint.CalibrationFile), stream => JsonSerializer.Serialize(stream, this, RunJson.Default.ModelCalibration));

    /// <summary>Every problem of these numbers, one line each.</summary>
    IEnumerable<string> Validate()
    {
        if (Temperature is not (>= TemperatureScaling.Smallest and <= TemperatureScaling.Largest))
        {
            yield return Invariant($"temperature is {Temperature}, expected {TemperatureScaling.Smallest} to {TemperatureScaling.Largest}");
        }

        if (Texts < 0 || !(LogLossBefore >= 0) || !(LogLossAfter >= 0))
        {
            yield return Invariant($"texts is {Texts}, logLossBefore {LogLossBefore} and logLossAfter {LogLossAfter}, expected none below 0");
        }

        if (EceBefore is not (>= 0 and <= 1) || EceAfter is not (>= 0 and <= 1))
        {
            yield return Invariant($"eceBefore is {EceBefore} and eceAfter {EceAfter}, expected 0 to 1");
        }
    }
}
