using System.Security.Cryptography;
using RnnToolkit.Bundle;
using RnnToolkit.Inference.Internals;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>A scorer that others may be using when it is replaced, and the hash of the manifest by which a later bundle is told from it.</summary>
sealed class LoadedBundle(SentimentScorer scorer, string manifestHash)
{
    readonly UseCount _uses = new(scorer.Dispose);

    public SentimentScorer Scorer => scorer;

    public string ManifestHash => manifestHash;

    /// <summary>Loads the bundle and lets it prove itself.</summary>
    /// <exception cref="BundleFormatException">It is damaged, or does not give the trainer's numbers.</exception>
    public static LoadedBundle Load(SentimentScorerHostOptions options, CancellationToken cancellationToken)
    {
        // First: when the bundle changes while it is read, the next look finds another hash and loads again.
        var hash = HashOnDisk(options.BundlePath) ?? "";
        var scorer = SentimentScorer.Load(options.BundlePath, options.ToScorerOptions());
        try
        {
            if (options.VerifyOnLoad && scorer.Verify(cancellationToken) is var result && !result.Passes())
            {
                throw new BundleFormatException(
                    Path.Combine(options.BundlePath, ModelBundle.GoldenFile),
                    null,
                    Describe(result),
                    FormattableString.Invariant($"the trainer's ids and labels, and probabilities within {result.Tolerance:0e-0}"));
            }

            return new LoadedBundle(scorer, hash);
        }
        catch
        {
            scorer.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the scorer alive; false when it was replaced already.</summary>
    public bool TryEnter(out UseCount.Use use) => _uses.TryEnter(out use);

    /// <summary>Disposes the scorer after its last use.</summary>
    public void Retire() => _uses.Close();

    /// <summary>The hash of the manifest that stands in the directory now; null while there is none.</summary>
    public static string? HashOnDisk(string directory)
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

    /// <summary>One line for people.</summary>
    public static string Describe(VerificationResult result) => FormattableString.Invariant(
        $"{result.Count} golden texts, {result.EncodingMismatches} with other token ids, {result.LabelFlips} with another label, largest difference of a probability {result.LargestProbabilityDifference:0.0e-0}");
}
