using System.Security.Cryptography;
using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>What is in the directory of a bundle now, which need not be what was loaded from it.</summary>
static class BundleOnDisk
{
    // A directory that is replaced by two renames is missing in between, and files that are read across a swap do not fit together.
    const int Looks = 3;
    static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>The hash of the manifest file in the directory; null when there is none that can be read.</summary>
    public static string? ManifestHash(string directory)
    {
        try
        {
            using var manifest = File.OpenRead(Path.Combine(directory, ModelBundle.ManifestFile));
            return Convert.ToHexStringLower(SHA256.HashData(manifest));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Why the app could not start from the directory now, in one line; null when it could.</summary>
    /// <param name="directory">The directory of the bundle.</param>
    /// <param name="loaded">What was loaded from it.</param>
    /// <param name="rejected">The newer bundle that was tried and not taken, if there was one.</param>
    /// <param name="cancellationToken">Checked between looks.</param>
    public static async Task<string?> ProblemAsync(
        string directory, LoadedBundle loaded, RejectedBundle? rejected, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            var problem = Problem(directory, loaded, rejected);
            if (problem is null || look == Looks)
            {
                return problem;
            }

            await Task.Delay(s_betweenLooks, cancellationToken).ConfigureAwait(false);
        }
    }

    static string? Problem(string directory, LoadedBundle loaded, RejectedBundle? rejected)
    {
        var hash = ManifestHash(directory);
        if (hash is not null && hash == rejected?.ManifestHash)
        {
            return rejected.Problem;
        }

        try
        {
            if (hash == loaded.ManifestHash)
            {
                ModelBundle.CheckFiles(directory, loaded.Classifier.Manifest);
            }
            else
            {
                _ = ModelBundle.Read(directory); // newer, and not loaded yet; or missing, which it puts into words
            }

            return null;
        }
        catch (Exception exception) when (exception is BundleFormatException or IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}

/// <summary>A newer bundle that could not be loaded.</summary>
/// <param name="ManifestHash">The hash of its manifest file.</param>
/// <param name="Problem">What is wrong with it, in one line.</param>
sealed record RejectedBundle(string ManifestHash, string Problem);
