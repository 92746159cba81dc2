using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Optimization;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>The names of everything that the trainer writes into the directory of a model.</summary>
static class CheckpointFiles
{
    /// <summary>Where training continues.</summary>
    public const string Progress = "progress.json";

    /// <summary>The carried hidden state.</summary>
    public const string HiddenState = "hidden-state.safetensors";

    static readonly HashSet<string> s_files = new(StringComparer.Ordinal)
    {
        Checkpoint.ConfigFile, Checkpoint.WeightsFile, Checkpoint.VocabularyFileName, Checkpoint.MetricsFile, Checkpoint.ProbesFile,
        Checkpoint.TestFile, Checkpoint.TestReportFile, Checkpoint.TestLogitsFile, Checkpoint.PredictionsFile, NGramTable.FileName, Progress, HiddenState, AdamStateFile.FileName,
        RowSparseAdam.MomentsFile, WeightAverage.FileName, Checkpoint.CalibrationFile,
    };

    static readonly string[] s_directories = [RunLayout.BestDirectory, RunLayout.LastDirectory];

    // Next to the checkpoints of a model.
    static readonly string[] s_modelFiles = [RunLayout.FirstStepsFile, GradientFlow.FileName];

    /// <summary>Whether the trainer writes a file of this name into a checkpoint.</summary>
    public static bool IsName(string name) => s_files.Contains(name);

    /// <summary>What the trainer did not write in the directory of a model: next to its checkpoints, and in them.</summary>
    public static IEnumerable<string> Foreign(string modelDirectory) =>
        Directory.EnumerateFileSystemEntries(modelDirectory).SelectMany(entry =>
            IsModelFile(entry) ? []
            : !IsEntry(entry) ? [entry]
            : Directory.Exists(entry) ? Directory.EnumerateFileSystemEntries(entry).Where(file => !IsFile(file))
            : []);

    static bool IsEntry(string path) => !IsLink(path)
        && (IsTemporary(path, s_directories) || (Directory.Exists(path) && s_directories.Contains(Path.GetFileName(path))));

    static bool IsModelFile(string path) => !IsLink(path)
        && File.Exists(path) && (s_modelFiles.Contains(Path.GetFileName(path)) || IsTemporary(path, s_modelFiles));

    static bool IsFile(string path) => !IsLink(path)
        && File.Exists(path) && (IsName(Path.GetFileName(path)) || IsTemporary(path, s_files));

    static bool IsLink(string path) => File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);

    // What AtomicOutput leaves when its process is killed, such as .last.1f2e3d4c.tmp and .last.1f2e3d4c.tmp.lock.
    static bool IsTemporary(string path, IEnumerable<string> names) =>
        Path.GetFileName(path) is var name && name.Contains(".tmp", StringComparison.Ordinal)
        && names.Any(known => name.StartsWith($".{known}.", StringComparison.Ordinal));
}
