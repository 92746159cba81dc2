using System.Security.Cryptography;
using System.Text.Json;

namespace RnnToolkit.Bundle;

/// <summary>
/// A bundle that is being written: add files, write the manifest, check the directory as a reader would, add what the checks measured,
/// write the manifest again, publish. Until then an older bundle stays as it is. Disposing it unpublished leaves nothing.
/// </summary>
/// <example><code>
/// using var staging = BundleStaging.Create("models/gru1");
/// staging.Add(ModelBundle.GraphFile, graph);
/// staging.Add(ModelBundle.VocabularyFileName, vocabulary);
/// staging.WriteManifest(manifest);
/// Check(staging.Directory); // throws when the bundle must not be published
/// staging.Publish();
/// </code></example>
public sealed class BundleStaging : IDisposable
{
    readonly string _output;
    readonly PendingOutput _pending;
    readonly SortedDictionary<string, FileFingerprint> _files = new(StringComparer.Ordinal);
    bool _manifestIsComplete;

    BundleStaging(string output, PendingOutput pending) => (_output, _pending) = (output, pending);

    /// <summary>The directory with the files so far. After <see cref="WriteManifest"/> it can be read as a bundle.</summary>
    public string Directory => _pending.Temporary;

    /// <summary>Begins a bundle next to the directory that it will replace.</summary>
    /// <param name="directory">The bundle to make.</param>
    /// <exception cref="IOException">There is a directory that holds something other than a bundle; or it cannot be written.</exception>
    public static BundleStaging Create(string directory) => Create(directory, FileSteps.Real);

    internal static BundleStaging Create(string directory, FileSteps steps)
    {
        RequireReplaceable(directory);
        var pending = new PendingOutput(directory, steps);
        try
        {
            steps.CreateDirectory(pending.Temporary);
            return new BundleStaging(directory, pending);
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    /// <summary>Adds a file, or replaces one that was added before.</summary>
    /// <exception cref="ArgumentException">The file is not one that bundles have.</exception>
    public void Add(string file, byte[] content)
    {
        if (file == ModelBundle.ManifestFile || !ModelBundle.FileNames.Contains(file))
        {
            throw new ArgumentException($"{file} is not a bundle file that can be added.", nameof(file));
        }

        _manifestIsComplete = false;
        File.WriteAllBytes(Path.Combine(Directory, file), content);
        _files[file] = new FileFingerprint(content.LongLength, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>Writes the manifest over the files so far.</summary>
    /// <param name="manifest">The manifest; its <see cref="BundleManifest.Files"/> and <see cref="BundleManifest.ManifestSha256"/> are filled in here.</param>
    /// <returns>The manifest as it was written, but for its own hash.</returns>
    public BundleManifest WriteManifest(BundleManifest manifest)
    {
        var complete = manifest with
        {
            Files = new SortedDictionary<string, FileFingerprint>(_files, StringComparer.Ordinal),
            ManifestSha256 = ManifestSeal.Blank,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(complete, ArtifactJson.Default.BundleManifest);
        ManifestSeal.Apply(json);
        File.WriteAllBytes(Path.Combine(Directory, ModelBundle.ManifestFile), json);
        _manifestIsComplete = true;
        return complete;
    }

    /// <summary>Gives the bundle its name, replacing an older one. On return it is on the disk.</summary>
    /// <exception cref="InvalidOperationException">A file was added after the manifest had been written.</exception>
    /// <exception cref="IOException">The directory holds something other than a bundle by now; or it cannot be written.</exception>
    public void Publish()
    {
        if (!_manifestIsComplete)
        {
            throw new InvalidOperationException("The manifest lacks files that were added after it was written.");
        }

        RequireReplaceable(_output); // checks may have taken minutes
        _pending.PublishDirectory();
    }

    /// <summary>Deletes what was not published.</summary>
    public void Dispose() => _pending.Dispose();

    /// <summary>Refuses to replace what is not a bundle: a typing error in a path must not cost anybody a directory.</summary>
    static void RequireReplaceable(string directory)
    {
        if (File.Exists(directory))
        {
            throw new IOException($"{directory}: found a file, expected an older bundle to replace, or nothing");
        }

        var foreign = System.IO.Directory.Exists(directory)
            ? System.IO.Directory.EnumerateFileSystemEntries(directory).Select(entry => Path.GetFileName(entry))
                .Except(ModelBundle.FileNames).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
        if (foreign is not null)
        {
            throw new IOException($"{directory}: found {foreign}, which is not part of a bundle and would be lost, expected an older bundle to replace, or nothing");
        }
    }
}
