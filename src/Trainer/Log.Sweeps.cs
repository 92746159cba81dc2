using Microsoft.Extensions.Logging;

namespace RnnToolkit.Trainer;

/// <summary>The log messages of sweeps.</summary>
static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Trial {Trial:D3} of {Trials}: {Point}")]
    public static partial void TrialStarts(ILogger logger, int trial, int trials, string point);

    [LoggerMessage(Level = LogLevel.Information, Message = "Trial {Trial:D3}: {Goal} {Figure}")]
    public static partial void TrialCompleted(ILogger logger, int trial, string goal, string figure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Trial {Trial:D3} pruned {Reason}")]
    public static partial void TrialPruned(ILogger logger, int trial, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trial {Trial:D3} failed: {Reason}")]
    public static partial void TrialFailed(ILogger logger, int trial, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trial {Trial:D3} was taken by another worker while this one was suspended")]
    public static partial void TrialLost(ILogger logger, int trial);

    [LoggerMessage(Level = LogLevel.Information, Message = "The space has no point left after {Trials} trials")]
    public static partial void SpaceExhausted(ILogger logger, int trials);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no sweep in {Output}: starting a new one")]
    public static partial void NoSweepToResume(ILogger logger, string output);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Finished} of {Trials} trials are finished; rerun with --resume to continue")]
    public static partial void SweepStopped(ILogger logger, int finished, int trials);

    [LoggerMessage(Level = LogLevel.Information, Message = "The trials are in {Output}. To train the best configuration and test it, once: trainer run --config {Config} --models {Model} with the data options of the sweep")]
    public static partial void SweepCompleted(ILogger logger, string output, string config, string model);

    [LoggerMessage(Level = LogLevel.Error, Message = "Worker {Worker} ended with exit code {ExitCode}; the others take over its trial")]
    public static partial void WorkerEnded(ILogger logger, int worker, int exitCode);
}
