using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RnnToolkit.Datasets;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Records;

/// <summary>What identifies the texts of a run, and the files that they come from.</summary>
/// <param name="Fingerprint">The content of the texts.</param>
/// <param name="Files">Length and hash of the files of each part, by the name of the part.</param>
sealed record CorpusHashes(DataFingerprint Fingerprint, IReadOnlyDictionary<string, (long Bytes, string Sha256)> Files)
{
    /// <summary>Hashes a corpus, and reads its files once more; those of a folder of reviews are hashed from memory.</summary>
    /// <exception cref="DatasetException">A file cannot be read any more.</exception>
    public static CorpusHashes Of(Corpus corpus)
    {
        var files = new Dictionary<string, (long, string)>(StringComparer.Ordinal); // an archive holds two parts
        return new CorpusHashes(
            FingerprintOf(corpus), corpus.Sources.ToDictionary(source => source.Part, source => FilesOf(source, files), StringComparer.Ordinal));
    }

    /// <summary>The fingerprint of a corpus.</summary>
    public static DataFingerprint FingerprintOf(Corpus corpus) => new(
        Hash(corpus.Train), corpus.Test.Count > 0 ? Hash(corpus.Test) : null, corpus.Validation is null ? null : Hash(corpus.Validation));

    static (long Bytes, string Sha256) FilesOf(SourcePart source, Dictionary<string, (long, string)> known)
    {
        if (source.Data.Files(source.PartOfData) is { Count: > 0 } files)
        {
            var hashed = files.Select(path => (path, known.TryGetValue(path, out var hash) ? hash : known[path] = HashFile(path))).ToList();
            return hashed is [var (_, only)] ? only : OfList(hashed.Select(file => (Path.GetFileName(file.path), file.Item2)));
        }

        // Each text is a file: what was read is what the file holds, and 50,000 small files are slow to read again.
        var texts = new (string, (long, string))[source.Texts.Count];
        Parallel.For(0, texts.Length, i =>
        {
            var utf8 = Encoding.UTF8.GetBytes(source.Texts[i].Text);
            texts[i] = (source.Texts[i].Id, (utf8.Length, Convert.ToHexStringLower(SHA256.HashData(utf8))));
        });
        return OfList(texts);
    }

    /// <summary>The hash of the list that <c>sha256sum</c> prints for files in the order of their names.</summary>
    static (long Bytes, string Sha256) OfList(IEnumerable<(string Name, (long Bytes, string Sha256) File)> files)
    {
        var bytes = 0L;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            bytes += file.Bytes;
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Sha256}  {name}\n"));
        }

        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    static (long Bytes, string Sha256) HashFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            return (stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, null, exception.Message, "the file that was just read", exception);
        }
    }

    static string Hash(IReadOnlyList<CorpusText> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[2 * sizeof(int)];
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text.Text);
            BinaryPrimitives.WriteInt32LittleEndian(head, text.Label);
            BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], utf8.Length); // so that no text runs into the next
            hash.AppendData(head);
            hash.AppendData(utf8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
