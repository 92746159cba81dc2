using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Hosting;

/// <summary>A <see cref="HostedTextClassifier"/> for each bundle below a directory, for an app that lets its users choose.</summary>
/// <remarks>
/// The bundles are found once, when the catalog is created. Each of them can be replaced while the app runs, as with a single hosted
/// classifier; a bundle in a new directory is served after a restart. Every member is safe for use from several threads.
/// </remarks>
public sealed class TextClassifierCatalog : IAsyncDisposable, IDisposable
{
    const int MaxDepth = 4;

    readonly OrderedDictionary<string, HostedTextClassifier> _classifiers = new(StringComparer.Ordinal);

    /// <summary>Finds the bundles and loads them all.</summary>
    /// <param name="options">Where the bundles are, and how to host them.</param>
    /// <param name="meters">Creates the meters.</param>
    /// <param name="logger">Receives loads, reloads and rejections.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist, or there is no bundle in it.</exception>
    /// <exception cref="BundleFormatException">A bundle is damaged, or it does not reproduce the trainer's numbers.</exception>
    /// <exception cref="PlatformNotSupportedException">The execution provider cannot run here and must not be replaced.</exception>
    public TextClassifierCatalog(TextClassifierCatalogOptions options, IMeterFactory meters, ILogger<HostedTextClassifier> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.Join("; ", options.Validate()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        try
        {
            foreach (var directory in BundleDirectories(options.Root))
            {
                var id = IdOf(options.Root, directory);
                _classifiers.Add(id, new HostedTextClassifier(options.Classifiers.ForBundle(directory), meters, logger, id));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// The classifiers in ordinal order of their ids. An id is the path of the bundle below the directory, with forward slashes; the name of
    /// the directory when that is a bundle itself.
    /// </summary>
    public IReadOnlyDictionary<string, HostedTextClassifier> Classifiers => _classifiers;

    /// <summary>Finds a classifier.</summary>
    /// <param name="id">Its id; null takes the first classifier.</param>
    /// <param name="foundId">The id of the classifier that was found.</param>
    /// <param name="classifier">The classifier.</param>
    /// <returns>False when there is no bundle with that id.</returns>
    public bool TryFind(string? id, [NotNullWhen(true)] out string? foundId, [NotNullWhen(true)] out HostedTextClassifier? classifier)
    {
        foundId = id ?? _classifiers.GetAt(0).Key;
        return _classifiers.TryGetValue(foundId, out classifier);
    }

    /// <summary>Looks for new bundles in the directories that are served. The host calls this regularly.</summary>
    /// <param name="cancellationToken">Checked between batches of the golden texts.</param>
    /// <returns>How many classifiers switched to a new bundle.</returns>
    /// <exception cref="ObjectDisposedException">The catalog was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public int Reload(CancellationToken cancellationToken = default) => _classifiers.Values.Count(classifier => classifier.Reload(cancellationToken));

    /// <summary>Rejects further calls and lets those that are running finish.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    /// <returns>Completes when no text is queued any more.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (var classifier in _classifiers.Values)
        {
            await classifier.DisposeAsync().ConfigureAwait(false);
        }
    }

    static List<string> BundleDirectories(string root)
    {
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException($"{root}: found no such directory, expected a directory with exported bundles");
        }

        // Hidden directories are skipped: an unfinished export has a hidden name. A graph without a manifest is a broken bundle.
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth };
        var directories = new[] { ModelBundle.ManifestFile, ModelBundle.GraphFile }
            .SelectMany(file => Directory.EnumerateFiles(root, file, options))
            .Select(file => Path.GetDirectoryName(file)!)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return directories.Count > 0
            ? directories
            : throw new DirectoryNotFoundException($"{root}: found a directory without bundles, expected exported bundles in it");
    }

    static string IdOf(string root, string directory) => Path.GetRelativePath(root, directory) is var id && id != "."
        ? id.Replace(Path.DirectorySeparatorChar, '/')
        : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
}
