using RnnToolkit.Bundle;
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
        Checkpoint.TestFile, Checkpoint.TestLogitsFile, Progress, HiddenState, AdamStateFile.FileName, RowSparseAdam.MomentsFile,
    };

    /// <summary>Whether a path is a directory that checkpoints are written to, a temporary one included.</summary>
    public static bool IsCheckpointDirectory(string path) =>
        new DirectoryInfo(path) is { Exists: true } directory && !directory.Attributes.HasFlag(FileAttributes.ReparsePoint)
        && (directory.Name is RunLayout.BestDirectory or RunLayout.LastDirectory
            || IsTemporary(directory.Name, [RunLayout.BestDirectory, RunLayout.LastDirectory]));

    /// <summary>Whether a path is a file of a checkpoint, a temporary one included.</summary>
    public static bool IsCheckpointFile(string path) =>
        File.Exists(path) && (s_files.Contains(Path.GetFileName(path)) || IsTemporary(Path.GetFileName(path), s_files));

    // What AtomicOutput leaves when its process is killed: .last.1234.tmp and the like.
    static bool IsTemporary(string name, IEnumerable<string> names) => names.Any(known => name.StartsWith($".{known}.", StringComparison.Ordinal));
}
