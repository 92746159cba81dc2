using System.Diagnostics;
using RnnToolkit.Inference;

namespace RnnToolkit.Exporter.Verification;

/// <summary>How fast a bundle is here: from raw text, on one thread.</summary>
static class Throughput
{
    static readonly TimeSpan s_duration = TimeSpan.FromMilliseconds(500);

    /// <summary>Scores texts again and again for half a second.</summary>
    /// <returns>Texts per second.</returns>
    public static double Measure(string bundle, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var classifier = TextClassifier.Load(bundle, new TextClassifierOptions { MaxBatchSize = BatchPlan.LargestBatch });
        classifier.ClassifyBatch(texts, cancellationToken); // the first run allocates
        var (count, start) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < s_duration)
        {
            count += classifier.ClassifyBatch(texts, cancellationToken).Length;
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
