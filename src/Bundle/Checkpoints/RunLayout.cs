using System.Globalization;

namespace RnnToolkit.Bundle;

/// <summary>Names in the directory of a training run: <c>run.json</c>, and <c>best/</c> and <c>last/</c> in the directory of each model.</summary>
public static class RunLayout
{
    /// <summary>What was trained: the data and the effective configuration of the run.</summary>
    public const string RunFile = "run.json";

    /// <summary>How long it took: the one file of a run that differs when the run is repeated.</summary>
    public const string TimingsFile = "timings.json";

    /// <summary>The run for people.</summary>
    public const string SummaryFile = "summary.md";

    /// <summary>In the directory of a model: hashes after its first steps, with which a repeated training is compared.</summary>
    public const string FirstStepsFile = "first-steps.json";

    /// <summary>The checkpoint of the best epoch.</summary>
    public const string BestDirectory = "best";

    /// <summary>The newest checkpoint, with the state of the optimizer.</summary>
    public const string LastDirectory = "last";

    /// <summary>The start of the names of the directories in which a run with several seeds has a run for each seed.</summary>
    const string SeedPrefix = "seed-";

    /// <summary>The start of the names of the directories in which a cross-validation has a run for each fold.</summary>
    const string FoldPrefix = "fold-";

    /// <summary>The name of the directory of a seed: <c>seed-1</c>.</summary>
    public static string SeedDirectory(int seed) => string.Create(CultureInfo.InvariantCulture, $"{SeedPrefix}{seed}");

    /// <summary>The name of the directory of a fold, counted from 1: <c>fold-1</c>.</summary>
    public static string FoldDirectory(int fold) => string.Create(CultureInfo.InvariantCulture, $"{FoldPrefix}{fold}");

    /// <summary>The directories of the seeds in the directory of a run, in the order of the seeds; empty for a run with one seed.</summary>
    public static IReadOnlyList<string> SeedDirectories(string run) => Numbered(run, SeedPrefix);

    /// <summary>The directories of the folds in the directory of a cross-validation, in their order; empty for a run.</summary>
    public static IReadOnlyList<string> FoldDirectories(string run) => Numbered(run, FoldPrefix);

    static IReadOnlyList<string> Numbered(string run, string prefix) =>
    [
        .. from directory in Directory.EnumerateDirectories(run, prefix + "*")
           let name = Path.GetFileName(directory)
           where int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
               && name == string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}")
           orderby name.Length, name
           select directory,
    ];
}
