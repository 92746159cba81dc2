using System.Security.Cryptography;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Downloads;

/// <summary>Brings an archive into a folder: downloads it, checks it, and only then gives it its name.</summary>
/// <param name="archive">Which one.</param>
/// <param name="download">How to download.</param>
sealed class ArchiveFetch(RemoteArchive archive, ResumableDownload download)
{
    const string GzipExtension = ".tar.gz";

    /// <summary>Fetches the archive unless it is there already.</summary>
    /// <param name="folder">Where it goes; created if it is missing.</param>
    /// <param name="url">Another address than the usual one; null for that.</param>
    /// <param name="sha256">The hash that the file must have; null for the usual one at the usual address, and none elsewhere.</param>
    /// <param name="report">Is called with the bytes that have arrived and the size, null while it is not known.</param>
    /// <param name="cancellationToken">Stops; what has arrived is kept.</param>
    /// <exception cref="IOException">It cannot be downloaded.</exception>
    /// <exception cref="InvalidDataException">What arrived is not the archive; it is deleted.</exception>
    public async Task<FetchedFile> Run(string folder, Uri? url, string? sha256, Action<long, long?> report, CancellationToken cancellationToken)
    {
        var expected = sha256 ?? (url is null ? archive.Sha256 : null);
        var target = Path.Combine(folder, archive.FileName);
        if (File.Exists(target))
        {
            var present = Check(target, target, expected, "; delete it, and rerun to download it again", cancellationToken);
            return new FetchedFile(target, new FileInfo(target).Length, present, WasThere: true);
        }

        Directory.CreateDirectory(folder);

        // With the extension of the archive, so that it is read as one before it has its name.
        var partialPath = Path.Combine(folder, archive.FileName[..^GzipExtension.Length] + ".part" + GzipExtension);
        using var file = PartialFile.Open(partialPath, url ?? archive.Url);
        await download.Run(url ?? archive.Url, file, url is null ? archive.Bytes : null, report, cancellationToken);
        var bytes = file.Length;
        file.Dispose();
        string hash;
        try
        {
            hash = Check(partialPath, (url ?? archive.Url).ToString(), expected, "; the download was deleted", cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or DatasetException)
        {
            file.Delete();
            throw;
        }

        AtomicOutput.MoveFile(partialPath, target);
        file.DeleteState();
        return new FetchedFile(target, bytes, hash, WasThere: false);
    }

    /// <summary>Checks hash, compression and contents.</summary>
    /// <returns>The SHA-256.</returns>
    string Check(string path, string name, string? expected, string consequence, CancellationToken cancellationToken)
    {
        string hash;
        using (var stream = File.OpenRead(path))
        {
            hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        if (expected is not null && hash != expected)
        {
            throw new InvalidDataException($"{name}: found SHA-256 {hash}, expected {expected}{consequence}");
        }

        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            // Reads to the end, where gzip has the checksum of all.
            foreach (var text in Dataset.Open(path).Read(null, cancellationToken))
            {
                var folder = text.Id[..text.Id.LastIndexOf('/')];
                counts[folder] = counts.GetValueOrDefault(folder) + 1;
            }
        }
        catch (DatasetException exception)
        {
            throw new InvalidDataException($"{name}: found {exception.Found}, expected {exception.Expected}{consequence}", exception);
        }

        return counts.Count == 4 && counts.Values.All(count => count == archive.TextsPerFolder)
            ? hash
            : throw new InvalidDataException(Invariant(
                $"{name}: found {string.Join(", ", counts.Select(folder => Invariant($"{folder.Value:N0} reviews in {folder.Key}")))}, expected {archive.TextsPerFolder:N0} in each of test/neg, test/pos, train/neg and train/pos{consequence}"));
    }
}

/// <summary>A file that was fetched.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="WasThere">Whether it was there before.</param>
sealed record FetchedFile(string Path, long Bytes, string Sha256, bool WasThere);
