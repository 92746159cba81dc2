using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Scorer;

/// <summary>The golden texts of a bundle, scored again and found equal.</summary>
sealed record BundleCheck(BundleManifest Manifest, int Texts, double LargestDifference, ExecutionProvider Provider, string ProviderReason)
{
    /// <summary>Largest difference of a probability from the trainer's that a bundle promises.</summary>
    public const double Tolerance = 1e-5;

    /// <exception cref="BundleFormatException">A file is not the one that was exported, or a golden text gets other ids or another score.</exception>
    public static BundleCheck Run(string directory, ExecutionProvider provider, CancellationToken cancellationToken)
    {
        using var scorer = SentimentScorer.Load(directory, new SentimentScorerOptions { ExecutionProvider = provider });
        var bundle = ModelBundle.Read(directory);
        var golden = bundle.ReadGolden();
        var path = Path.Combine(directory, ModelBundle.GoldenFile);
        if (golden.Count == 0)
        {
            throw new BundleFormatException(path, null, "no golden texts", "at least one");
        }

        var encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary);
        var scores = scorer.ScoreBatch([.. golden.Select(probe => probe.Text)], cancellationToken);
        var ids = new long[encoder.SequenceLength];
        var largest = 0.0;
        for (var i = 0; i < golden.Count; i++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"line {i + 1}");
            encoder.Encode(golden[i].Text, ids);
            if (!ids.AsSpan().SequenceEqual(golden[i].Ids.ToArray()))
            {
                throw new BundleFormatException(path, line, "other token ids on this machine", "those that the trainer recorded");
            }

            var expected = 1 / (1 + Math.Exp(-golden[i].Logit));
            var difference = Math.Abs(expected - scores[i].Probability);
            if (!(difference <= Tolerance))
            {
                throw new BundleFormatException(
                    path,
                    line,
                    string.Create(CultureInfo.InvariantCulture, $"probability {scores[i].Probability:R} on {scorer.ExecutionProvider}"),
                    string.Create(CultureInfo.InvariantCulture, $"{expected:G9} as the trainer recorded, within {Tolerance:0e-0}"));
            }

            largest = Math.Max(largest, difference);
        }

        return new BundleCheck(bundle.Manifest, golden.Count, largest, scorer.ExecutionProvider, scorer.ExecutionProviderReason);
    }
}
