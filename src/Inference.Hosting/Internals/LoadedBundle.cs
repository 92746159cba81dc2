using RnnToolkit.Bundle;
using RnnToolkit.Inference.Internals;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>A classifier that may be in use when it is replaced, and what it takes to verify it without the files it came from.</summary>
/// <param name="classifier">The classifier.</param>
/// <param name="golden">Its golden texts, kept because another bundle may be in the directory when a health probe arrives.</param>
/// <param name="manifestHash">The hash of the manifest file it was loaded from.</param>
sealed class LoadedBundle(TextClassifier classifier, IReadOnlyList<Probe> golden, string manifestHash)
{
    readonly UseCount _uses = new(classifier.Dispose);

    public TextClassifier Classifier => classifier;

    public string ManifestHash => manifestHash;

    public BundleIdentity Identity => classifier.Bundle;

    /// <summary>Loads a bundle and verifies it.</summary>
    /// <exception cref="BundleFormatException">It is damaged, or it does not reproduce the trainer's numbers.</exception>
    public static LoadedBundle Load(TextClassifierHostOptions options, CancellationToken cancellationToken)
    {
        // The hash comes first: if the bundle changes while it is read, the next look finds another hash and loads again.
        var hash = BundleOnDisk.ManifestHash(options.BundlePath) ?? "";
        var classifier = TextClassifier.Load(options.BundlePath, options.ToClassifierOptions());
        try
        {
            var hasGolden = options.VerifyOnLoad || classifier.Manifest.Files.ContainsKey(ModelBundle.GoldenFile);
            var loaded = new LoadedBundle(classifier, hasGolden ? ModelBundle.ReadGolden(options.BundlePath, classifier.Manifest) : [], hash);
            if (options.VerifyOnLoad && loaded.Verify(cancellationToken) is var result && !result.Passes())
            {
                throw new BundleFormatException(
                    Path.Combine(options.BundlePath, ModelBundle.GoldenFile),
                    null,
                    Describe(result),
                    FormattableString.Invariant($"the trainer's ids and labels, and probabilities within {result.Tolerance:0e-0}"));
            }

            return loaded;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>Scores the golden texts that the bundle had when it was loaded.</summary>
    public VerificationResult Verify(CancellationToken cancellationToken) => classifier.Verify(golden, cancellationToken);

    /// <summary>Keeps the classifier alive; false when it was replaced already.</summary>
    public bool TryEnter(out UseCount.Use use) => _uses.TryEnter(out use);

    /// <summary>Disposes the classifier after its last use.</summary>
    public void Retire() => _uses.Close();

    /// <summary>One line for people.</summary>
    public static string Describe(VerificationResult result) => FormattableString.Invariant(
        $"{result.Count} golden texts, {result.EncodingMismatches} with other token ids, {result.LabelFlips} with another label, largest difference of a probability {result.LargestProbabilityDifference:0.0e-0}");
}
