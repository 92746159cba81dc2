using System.Security.Cryptography;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle;

/// <summary>A bundle directory in memory: manifest, vocabulary and the bytes of the graph, all checked against each other.</summary>
public sealed class ModelBundle
{
    /// <summary>File name of the manifest.</summary>
    public const string ManifestFile = "bundle.json";

    /// <summary>File name of the graph.</summary>
    public const string GraphFile = "model.onnx";

    /// <summary>File name of the graph that takes raw text, for programs without this library; many bundles have none.</summary>
    public const string TextGraphFile = "text.onnx";

    /// <summary>File name of the vocabulary.</summary>
    public const string VocabularyFileName = "vocabulary.txt";

    /// <summary>File name of the probes that came from the checkpoint.</summary>
    public const string GoldenFile = "golden.jsonl";

    /// <summary>File name of the model card.</summary>
    public const string ModelCardFile = "README.md";

    /// <summary>File name of the comparison on a whole test set; many bundles have none.</summary>
    public const string ParityFile = "parity.json";

    /// <summary>The names of all files that a bundle may have.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
        [ManifestFile, GraphFile, TextGraphFile, VocabularyFileName, NGramTable.FileName, GoldenFile, ModelCardFile, ParityFile];

    static readonly ArtifactReader s_reader = new((path, field, found, expected, cause) =>
        new BundleFormatException(path, field, found, expected, cause));

    const int ReadAttempts = 10;

    readonly string _directory;

    ModelBundle(string directory, BundleManifest manifest, byte[] graph, Vocabulary vocabulary, NGramTable? nGrams) =>
        (_directory, Manifest, Graph, Vocabulary, NGrams) = (directory, manifest, graph, vocabulary, nGrams);

    /// <summary>What the bundle says of itself.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>The bytes of the ONNX graph whose hash was checked.</summary>
    public byte[] Graph { get; }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The n-grams of the wide channel; null for a model without one.</summary>
    public NGramTable? NGrams { get; }

    /// <summary>Reads a bundle and checks every file that the manifest lists.</summary>
    /// <exception cref="BundleFormatException">A file is missing, damaged or swapped, or of a version that is not understood.</exception>
    public static ModelBundle Read(string directory)
    {
        for (var attempt = 1; ; attempt++)
        {
            byte[]? json = null;
            try
            {
                return ReadOnce(AtomicOutput.Recover(directory), out json);
            }
            catch (BundleFormatException) when (attempt < ReadAttempts && IsReplaced(directory, json))
            {
                // The files were of two bundles, because a writer replaced the directory, or a link to it, during the read.
            }
        }
    }

    /// <summary>Whether the directory has another manifest by now.</summary>
    static bool IsReplaced(string directory, byte[]? manifest)
    {
        try
        {
            return manifest is not null && !File.ReadAllBytes(Path.Combine(AtomicOutput.Recover(directory), ManifestFile)).AsSpan().SequenceEqual(manifest);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static ModelBundle ReadOnce(string directory, out byte[]? json)
    {
        json = null;
        if (!Directory.Exists(directory))
        {
            throw new BundleFormatException(directory, null, "no such directory", $"a bundle: a directory with {ManifestFile}");
        }

        var manifestPath = Path.Combine(directory, ManifestFile);
        if (!File.Exists(manifestPath))
        {
            throw new BundleFormatException(manifestPath, null, "no such file", $"a bundle{Examples(directory)}");
        }

        json = s_reader.Bytes(manifestPath, ArtifactReader.MaxJsonBytes);
        var manifest = s_reader.Json(
            manifestPath, json, ArtifactJson.Default.BundleManifest,
            BundleManifest.OldestFormatVersion, BundleManifest.CurrentFormatVersion);
        if (manifest.Validate().FirstOrDefault() is { } problem)
        {
            throw new BundleFormatException(manifestPath, null, problem, "a valid manifest");
        }

        if (manifest.Preprocessing.Fingerprint() is var fingerprint && fingerprint != manifest.PreprocessingSha256)
        {
            throw new BundleFormatException(
                manifestPath, "preprocessingSha256", manifest.PreprocessingSha256, $"{fingerprint}, which is what this library's word lists give");
        }

        byte[] graph = [];
        Vocabulary? vocabulary = null;
        NGramTable? nGrams = null;
        foreach (var (file, expected) in manifest.Files)
        {
            var path = Path.Combine(directory, file);
            var bytes = CheckedBytes(path, expected);
            if (file == manifest.Graph.File)
            {
                graph = bytes;
            }
            else if (file == manifest.Vocabulary.File)
            {
                vocabulary = s_reader.Vocabulary(path, bytes);
                if (vocabulary.Count != manifest.Vocabulary.Count)
                {
                    throw new BundleFormatException(path, null, $"{vocabulary.Count} tokens", $"{manifest.Vocabulary.Count} as {ManifestFile} says");
                }
            }
            else if (file == manifest.NGrams?.File)
            {
                nGrams = s_reader.NGrams(path, bytes, manifest.NGrams.Count);
            }
        }

        // Last, because every other check has a more specific message.
        if (!BundleManifest.IsSha256(manifest.ManifestSha256))
        {
            throw new BundleFormatException(manifestPath, "manifestSha256", manifest.ManifestSha256, BundleManifest.Sha256Digits);
        }

        if (ManifestSeal.Of(json, manifest.ManifestSha256) is var seal && seal != manifest.ManifestSha256)
        {
            throw new BundleFormatException(manifestPath, "manifestSha256", manifest.ManifestSha256, $"{seal}; the file was changed after it was written");
        }

        return new ModelBundle(directory, manifest, graph, vocabulary!, nGrams);
    }

    /// <summary>Reads the golden texts with the ids and logits of the trainer.</summary>
    /// <exception cref="BundleFormatException">The file is missing or damaged.</exception>
    public IReadOnlyList<Probe> ReadGolden() => ReadGolden(_directory, Manifest);

    /// <summary>Reads the golden texts of a bundle whose manifest was read before.</summary>
    /// <exception cref="BundleFormatException">The file is missing or damaged, or of another bundle by now.</exception>
    public static IReadOnlyList<Probe> ReadGolden(string directory, BundleManifest manifest)
    {
        var path = Path.Combine(directory, GoldenFile);
        return manifest.Files.TryGetValue(GoldenFile, out var expected)
            ? s_reader.JsonLines(path, CheckedBytes(path, expected), ArtifactJsonLines.Default.Probe, probe => probe.Validate(manifest.Model))
            : throw new BundleFormatException(Path.Combine(directory, ManifestFile), "files", "no " + GoldenFile, "golden texts");
    }

    /// <summary>Checks that every file next to a manifest that was read before still is what the manifest says, without keeping the contents.</summary>
    /// <exception cref="BundleFormatException">A file is missing or damaged, or cannot be read, or is of another bundle by now.</exception>
    public static void CheckFiles(string directory, BundleManifest manifest)
    {
        foreach (var (file, expected) in manifest.Files)
        {
            var path = Path.Combine(directory, file);
            s_reader.WithFile(path, Says(expected), stream =>
            {
                RequireLength(path, stream, expected);
                RequireHash(path, SHA256.HashData(stream), expected);
                return true;
            });
        }
    }

    /// <summary>Writes a bundle that needs no checks, in place of an older one; <see cref="BundleStaging"/> is for those that do.</summary>
    /// <param name="directory">The directory to make.</param>
    /// <param name="manifest">The manifest; its <see cref="BundleManifest.Files"/> are filled in here.</param>
    /// <param name="files">Name and content of every file but the manifest.</param>
    /// <exception cref="IOException">There is a directory that holds something other than a bundle, which would be lost; or it cannot be written.</exception>
    public static void Write(string directory, BundleManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        using var staging = BundleStaging.Create(directory);
        foreach (var (file, content) in files)
        {
            staging.Add(file, content);
        }

        staging.WriteManifest(manifest);
        staging.Publish();
    }

    // models/ instead of models/gru1 is the usual slip.
    static string Examples(string directory)
    {
        var bundles = Directory.EnumerateDirectories(directory, "*", new EnumerationOptions())
            .Where(inner => File.Exists(Path.Combine(inner, ManifestFile)))
            .Order(StringComparer.Ordinal)
            .Take(3)
            .ToList();
        return bundles.Count == 0 ? "" : $", such as {string.Join(" or ", bundles)}";
    }

    static byte[] CheckedBytes(string path, FileFingerprint expected) => s_reader.WithFile(path, Says(expected), stream =>
    {
        // The declared length bounds the memory: a file that is longer or shorter is refused before it is read.
        RequireLength(path, stream, expected);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        RequireHash(path, SHA256.HashData(bytes), expected);
        return bytes;
    });

    static string Says(FileFingerprint expected) => $"{expected.Bytes} bytes as {ManifestFile} says";

    static void RequireLength(string path, FileStream stream, FileFingerprint expected)
    {
        if (stream.Length != expected.Bytes || stream.Length > Array.MaxLength)
        {
            throw new BundleFormatException(path, null, $"{stream.Length} bytes", Says(expected));
        }
    }

    static void RequireHash(string path, byte[] hash, FileFingerprint expected)
    {
        if (Convert.ToHexStringLower(hash) is var sha256 && sha256 != expected.Sha256)
        {
            throw new BundleFormatException(path, "SHA-256", sha256, $"{expected.Sha256} as {ManifestFile} says");
        }
    }
}
