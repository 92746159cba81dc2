using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Checkpoints;

namespace RnnToolkit.Trainer.Records;

/// <summary>Keeps the times of a run in its <c>timings.json</c>, also over several processes.</summary>
sealed class TimingsRecorder
{
    readonly string _directory;
    readonly TimeProvider _time;
    readonly long _start;
    readonly Timings _before;
    readonly Dictionary<string, ModelTimings> _models;

    /// <summary>Starts the clock.</summary>
    /// <param name="directory">The directory of the run.</param>
    /// <param name="resumes">Whether the times of a run that is resumed are added to.</param>
    /// <param name="time">The clock.</param>
    public TimingsRecorder(string directory, bool resumes, TimeProvider time)
    {
        (_directory, _time, _start) = (directory, time, time.GetTimestamp());
        _before = (resumes ? Read(directory) : null) ?? new Timings { Started = time.GetUtcNow(), Models = [], PeakMemoryBytes = 0, TotalSeconds = 0 };
        _models = _before.Models.ToDictionary(model => model.Name, StringComparer.Ordinal);
    }

    /// <summary>Adds an epoch, and writes the file: a run that is killed keeps the times of its epochs.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="training">How long the steps took; null for an epoch that was not trained in one piece.</param>
    /// <param name="all">How long training, validation and saving took.</param>
    /// <param name="steps">Steps of an epoch.</param>
    /// <param name="texts">Texts of an epoch.</param>
    public void AddEpoch(string model, TimeSpan? training, TimeSpan all, int steps, int texts)
    {
        var before = Of(model);
        IReadOnlyList<double> epochs = training is { } whole ? [.. before.EpochSeconds, whole.TotalSeconds] : before.EpochSeconds;
        var seconds = epochs.Sum();
        _models[model] = before with
        {
            EpochSeconds = epochs,
            TrainSeconds = before.TrainSeconds + all.TotalSeconds,
            StepsPerSecond = seconds > 0 ? steps * epochs.Count / seconds : null,
            TextsPerSecond = seconds > 0 ? (double)texts * epochs.Count / seconds : null,
        };
        Write();
    }

    /// <summary>Adds the time of a test.</summary>
    public void AddTest(string model, double seconds) => _models[model] = Of(model) with { TestSeconds = seconds };

    /// <summary>Writes the file.</summary>
    public void Write()
    {
        var timings = _before with
        {
            Models = [.. _models.Values],
            PeakMemoryBytes = Math.Max(_before.PeakMemoryBytes, RunEnvironment.PeakMemoryBytes()),
            TotalSeconds = _before.TotalSeconds + _time.GetElapsedTime(_start).TotalSeconds,
        };
        AtomicOutput.WriteFile(
            Path.Combine(_directory, RunLayout.TimingsFile), stream => stream.Write(StrictJsonFile.Format(timings, RunJson.Default.Timings)));
    }

    ModelTimings Of(string model) => _models.TryGetValue(model, out var timings) ? timings : new ModelTimings
    {
        Name = model, EpochSeconds = [], TrainSeconds = 0, TestSeconds = null, StepsPerSecond = null, TextsPerSecond = null,
    };

    static Timings? Read(string directory)
    {
        try
        {
            return Timings.Read(directory);
        }
        catch (CheckpointFormatException)
        {
            return null; // times are not worth refusing a run for
        }
    }
}
