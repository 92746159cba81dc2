using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>A model that somebody named, with its run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Model">The model.</param>
public sealed record SelectedModel(TrainedRun Run, TrainedModel Model)
{
    /// <summary>Finds the models that paths name: a run, a directory with runs in it (seeds, folds), or a model, <c>&lt;run&gt;/&lt;model&gt;</c>.</summary>
    /// <exception cref="IOException">A path leads to none of these.</exception>
    /// <exception cref="CheckpointFormatException">A file is damaged.</exception>
    public static IReadOnlyList<SelectedModel> Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. paths.SelectMany(Find).DistinctBy(selected => Path.GetFullPath(selected.Model.Directory), StringComparer.Ordinal)];
    }

    /// <summary>Finds the runs that a path names: a run, or a directory with runs in it.</summary>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="CheckpointFormatException">A file is damaged.</exception>
    public static IReadOnlyList<TrainedRun> Runs(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (TrainedRun.IsAt(path))
        {
            return [TrainedRun.Read(path)];
        }

        var found = TrainedRun.ReadAll(path);
        return found switch
        {
            { Problems: [var problem, ..] } => throw new InvalidDataException(problem),
            { Runs.Count: 0 } => throw new IOException($"{path}: found no {RunLayout.RunFile}, expected the directory of a run, or one with runs in it"),
            _ => found.Runs,
        };
    }

    static IEnumerable<SelectedModel> Find(string path)
    {
        if (!TrainedRun.IsAt(path) && TrainedModel.IsAt(path) && Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) is { } parent && TrainedRun.IsAt(parent))
        {
            var run = TrainedRun.Read(parent);
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
            return [new SelectedModel(run, run.Models.First(model => model.Name == name))];
        }

        return Runs(path).SelectMany(run => run.Models.Select(model => new SelectedModel(run, model)));
    }
}
