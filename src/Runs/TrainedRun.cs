using System.Text.Json;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>A training run, read from its directory.</summary>
public sealed class TrainedRun
{
    // A run below runs/, with seeds, folds or trials of a sweep in between.
    const int MaxDepth = 5;

    TrainedRun(string directory, string name, RunRecord record, Timings? timings, IReadOnlyList<TrainedModel> models) =>
        (Directory, Name, Record, Timings, Models) = (directory, name, record, timings, models);

    /// <summary>The directory as it was given or found.</summary>
    public string Directory { get; }

    /// <summary>The name of the directory; of a run found by <see cref="ReadAll"/>, its path below the directory that was searched.</summary>
    public string Name { get; }

    /// <summary>What was trained.</summary>
    public RunRecord Record { get; }

    /// <summary>How long it took; null for runs of older versions.</summary>
    public Timings? Timings { get; }

    /// <summary>The models that have a checkpoint, in the order in which they are trained.</summary>
    public IReadOnlyList<TrainedModel> Models { get; }

    /// <summary>The seed; null when the record has none.</summary>
    public int? Seed => Record.Training.TryGetProperty("seed", out var seed) && seed.ValueKind == JsonValueKind.Number && seed.TryGetInt32(out var value) ? value : null;

    /// <summary>Whether a directory is the directory of a run.</summary>
    public static bool IsAt(string directory) => File.Exists(Path.Combine(directory, RunLayout.RunFile));

    /// <summary>Reads the directory of a run.</summary>
    /// <param name="directory">The directory, which holds <c>run.json</c>.</param>
    /// <param name="name">What to call it; by default the name of the directory.</param>
    /// <exception cref="CheckpointFormatException">There is no run, or a file of it is damaged.</exception>
    public static TrainedRun Read(string directory, string? name = null)
    {
        var record = RunRecord.Read(directory);
        var models = System.IO.Directory.EnumerateDirectories(directory).Where(TrainedModel.IsAt).Select(TrainedModel.Read).ToList();
        return new TrainedRun(
            directory,
            name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))),
            record,
            Timings.Read(directory),
            [.. models.OrderBy(model => model.Config.Model.Cell).ThenBy(model => model.Config.Model.Layers).ThenBy(model => model.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Reads all runs in a directory and below it, those of seeds and folds included, in the order of their names.</summary>
    /// <exception cref="IOException">The directory is missing.</exception>
    public static FoundRuns ReadAll(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            throw new IOException($"{directory}: found no such directory, expected the directory of a run, or one with runs in it");
        }

        var (runs, problems) = (new List<TrainedRun>(), new List<string>());
        foreach (var found in Find(directory, MaxDepth))
        {
            try
            {
                runs.Add(Read(found, found == directory ? null : Path.GetRelativePath(directory, found).Replace(Path.DirectorySeparatorChar, '/')));
            }
            catch (Exception exception) when (exception is ArtifactFormatException or IOException or UnauthorizedAccessException)
            {
                problems.Add(exception.Message.ReplaceLineEndings(" "));
            }
        }

        return new FoundRuns(runs, problems);
    }

    static IEnumerable<string> Find(string directory, int depth)
    {
        if (IsAt(directory))
        {
            return [directory];
        }

        if (depth == 0)
        {
            return [];
        }

        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden, IgnoreInaccessible = true };
        return System.IO.Directory.EnumerateDirectories(directory, "*", options)
            .OrderBy(NameWithoutNumber, StringComparer.Ordinal).ThenBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)
            .SelectMany(inner => Find(inner, depth - 1));
    }

    // seed-2 before seed-10
    static string NameWithoutNumber(string path) => path.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
}

/// <summary>The runs in a directory.</summary>
/// <param name="Runs">Those that could be read.</param>
/// <param name="Problems">What is wrong with the others, a line each.</param>
public sealed record FoundRuns(IReadOnlyList<TrainedRun> Runs, IReadOnlyList<string> Problems);
