using System.Diagnostics.CodeAnalysis;
using RnnToolkit.Bundle;
using RnnToolkit.Inference;

namespace RnnToolkit.WebApi.Models;

/// <summary>A scorer for each bundle below a directory, loaded once for the whole app. Thread-safe.</summary>
sealed class ScorerCatalog : IDisposable
{
    const int MaxDepth = 4;

    readonly OrderedDictionary<string, SentimentScorer> _scorers;

    ScorerCatalog(OrderedDictionary<string, SentimentScorer> scorers)
    {
        _scorers = scorers;
        Summaries = [.. scorers.Select(scorer => ModelSummary.Of(scorer.Key, scorer.Value))];
    }

    /// <summary>What there is to choose from, in the order of the ids.</summary>
    public IReadOnlyList<ModelSummary> Summaries { get; }

    /// <summary>Every scorer.</summary>
    public IEnumerable<SentimentScorer> Scorers => _scorers.Values;

    /// <summary>Loads all bundles.</summary>
    /// <exception cref="ModelsNotFoundException">There is none.</exception>
    /// <exception cref="BundleFormatException">One is damaged.</exception>
    public static ScorerCatalog Load(string root)
    {
        var scorers = new OrderedDictionary<string, SentimentScorer>(StringComparer.Ordinal);
        try
        {
            foreach (var directory in BundleDirectories(root))
            {
                // Requests already run in parallel: a thread each is right.
                scorers.Add(Id(root, directory), SentimentScorer.Load(directory, new() { IntraOpThreadCount = 1 }));
            }

            return new ScorerCatalog(scorers);
        }
        catch
        {
            DisposeAll(scorers);
            throw;
        }
    }

    /// <summary>Finds a scorer; the first one when no id is given.</summary>
    public bool TryFind(string? id, [NotNullWhen(true)] out string? foundId, [NotNullWhen(true)] out SentimentScorer? scorer)
    {
        foundId = id ?? _scorers.GetAt(0).Key;
        return _scorers.TryGetValue(foundId, out scorer);
    }

    /// <summary>The line for somebody who asked for an id that is not there.</summary>
    public string Unknown(string? id) => $"model is \"{id}\", expected one of {string.Join(", ", _scorers.Keys)}";

    public void Dispose() => DisposeAll(_scorers);

    static List<string> BundleDirectories(string root)
    {
        if (!Directory.Exists(root))
        {
            throw new ModelsNotFoundException(root, "no such directory");
        }

        // Hidden directories are skipped: an export that is under way has a hidden name. A graph without manifest is a broken bundle.
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth };
        var directories = new[] { ModelBundle.ManifestFile, ModelBundle.GraphFile }
            .SelectMany(file => Directory.EnumerateFiles(root, file, options))
            .Select(file => Path.GetDirectoryName(file)!)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return directories.Count > 0 ? directories : throw new ModelsNotFoundException(root, "a directory without bundles");
    }

    /// <summary>The path below the root, or the name of the root itself when that is a bundle.</summary>
    static string Id(string root, string directory) => Path.GetRelativePath(root, directory) is var id && id != "."
        ? id.Replace(Path.DirectorySeparatorChar, '/')
        : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));

    static void DisposeAll(OrderedDictionary<string, SentimentScorer> scorers)
    {
        foreach (var scorer in scorers.Values)
        {
            scorer.Dispose();
        }
    }
}
