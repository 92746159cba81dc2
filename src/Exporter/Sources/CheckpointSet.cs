using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;

using RnnToolkit.Exporter.Options;
namespace RnnToolkit.Exporter.Sources;

/// <summary>
/// The directory of a training run: a directory for each model, with its best checkpoint in <c>best/</c>. A run with several seeds has such a
/// directory for each of them; of each model the seed that did best on its validation texts is taken.
/// </summary>
sealed class CheckpointSet
{
    const string All = "all";

    readonly SortedDictionary<string, List<string>> _directories; // of each model: one, or one a seed

    CheckpointSet(string directory)
    {
        (Directory, _directories) = (directory, new(StringComparer.Ordinal));
        foreach (var run in RunLayout.SeedDirectories(directory).Append(directory))
        {
            foreach (var model in System.IO.Directory.EnumerateDirectories(run).Where(model => System.IO.Directory.Exists(Path.Combine(model, RunLayout.BestDirectory))))
            {
                var name = Path.GetFileName(model);
                _directories.TryAdd(name, []);
                _directories[name].Add(Path.Combine(model, RunLayout.BestDirectory));
            }
        }
    }

    /// <summary>Its path as it was given or found.</summary>
    public string Directory { get; }

    /// <summary>The models that have a best checkpoint, by name.</summary>
    public IReadOnlyList<string> Models => [.. _directories.Keys];

    /// <summary>Opens a run.</summary>
    /// <exception cref="OptionsValidationException">There is no such directory, or no checkpoint in it.</exception>
    public static CheckpointSet Open(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            throw BadOption.Because($"--run: {directory}: found no such directory, expected the directory of a training run");
        }

        var run = new CheckpointSet(directory);
        if (run.Models.Count == 0 && RunLayout.FoldDirectories(directory) is [var fold, ..])
        {
            throw BadOption.Because(
                $"--run: {directory}: found a cross-validation, expected a run: its models lack a part of the training texts each; "
                + $"train without --folds and export that, or name a fold: {fold}");
        }

        return run.Models.Count > 0
            ? run
            : throw BadOption.Because(
                $"--run: {directory}: found no checkpoint, expected <model>/{RunLayout.BestDirectory}/ in it, as the trainer writes it");
    }

    /// <summary>Finds the run below <paramref name="parent"/> whose checkpoints were written last.</summary>
    /// <exception cref="OptionsValidationException">There is none.</exception>
    public static CheckpointSet Newest(string parent)
    {
        var candidates = System.IO.Directory.Exists(parent) ? System.IO.Directory.EnumerateDirectories(parent) : [];
        var newest = candidates
            .Select(directory => new CheckpointSet(directory))
            .Where(run => run.Models.Count > 0)
            .OrderBy(run => run._directories.Values.Max(checkpoints => checkpoints.Max(LastWrite)))
            .ThenBy(run => run.Directory, StringComparer.Ordinal)
            .LastOrDefault();
        return newest ?? throw BadOption.Because($"{parent}/: found no training run, expected one; name it with --run, or train first");
    }

    /// <summary>The directory of a model's best checkpoint.</summary>
    /// <exception cref="CheckpointFormatException">There are several seeds, and a checkpoint of one is damaged.</exception>
    public string CheckpointOf(string model) =>
        _directories[model] is [var only] ? only : _directories[model].OrderByDescending(Merit).First(); // of equals the first seed

    /// <summary>What the training chose its best epoch by: the higher, the better.</summary>
    static double Merit(string directory)
    {
        var checkpoint = Checkpoint.Read(directory);
        var epoch = checkpoint.Metrics[^1];
        var chosenBy = checkpoint.Config.Training is { } training && training.TryGetProperty("bestBy", out var metric) ? metric.GetString() : null;
        return chosenBy switch
        {
            "accuracy" => epoch.ValidationAccuracy,
            "macroF1" => epoch.ValidationMacroF1 ?? 0,
            _ => -epoch.ValidationLoss,
        };
    }

    /// <summary>Chooses models.</summary>
    /// <param name="selection"><c>all</c>, or names with commas between them.</param>
    /// <exception cref="OptionsValidationException">The run lacks a model.</exception>
    public IReadOnlyList<string> Select(string selection)
    {
        var names = selection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (names is [All])
        {
            return Models;
        }

        var unknown = names.Where(name => !Models.Contains(name)).ToList();
        return names.Count > 0 && unknown.Count == 0
            ? names
            : throw BadOption.Because(
                $"--model: found \"{string.Join(',', unknown.DefaultIfEmpty(selection))}\", expected {All} or some of {string.Join(", ", Models)}, which {Directory} has");
    }

    // Of the files, because a directory that is copied or moved is new while its files keep their times.
    static DateTime LastWrite(string checkpoint) =>
        System.IO.Directory.EnumerateFiles(checkpoint).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();
}
