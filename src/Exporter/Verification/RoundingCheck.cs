using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Quantization;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Inference;

namespace RnnToolkit.Exporter.Verification;

/// <summary>
/// Proves a bundle of reduced precision: rounding the embedding table must be all that happened. The trainer's numbers cannot tell,
/// because how far rounding takes a text from them depends on the model.
/// </summary>
/// <param name="source">What was exported.</param>
/// <param name="format">The form of the graph.</param>
sealed class RoundingCheck(ExportSource source, GraphFormat format)
{
    static readonly double s_tolerance = WeightPrecision.Fp32.Tolerance();

    /// <summary>Runs the probes and compares them with PyTorch's equations on the rounded weights.</summary>
    /// <param name="bundle">The directory of the bundle.</param>
    /// <param name="cancellationToken">Looked at between texts.</param>
    /// <exception cref="CheckpointFormatException">A probability is further away than in float32.</exception>
    public Comparison Run(string bundle, CancellationToken cancellationToken)
    {
        var (probes, config) = (source.Checkpoint.Probes, source.Checkpoint.Config);
        var reference = new ReferenceClassifier(config.Model, RoundedWeights.Of(source.Checkpoint.Weights, format.Precision));
        var expected = new float[probes.Count];
        for (var i = 0; i < probes.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            expected[i] = (float)reference.Logit([.. probes[i].Ids]);
        }

        var comparison = new Comparison(config.Threshold);
        foreach (var scorer in BothRoads.Load(bundle, new SentimentScorerOptions { MaxBatchSize = BatchPlan.LargestBatch }))
        {
            var scores = scorer.ScoreBatch([.. probes.Select(probe => probe.Text)], cancellationToken);
            for (var i = 0; i < probes.Count; i++)
            {
                RequireClose(comparison.Add(expected[i], scores[i].Logit, scores[i].Probability), i, expected[i], scores[i]);
            }
        }

        return comparison;
    }

    void RequireClose(double difference, int probe, float expected, SentimentScore score)
    {
        if (!(difference <= s_tolerance))
        {
            throw new CheckpointFormatException(
                source.WeightsPath,
                $"probe {probe + 1} in {format.PrecisionName}",
                string.Create(CultureInfo.InvariantCulture, $"probability {score.Probability:F7} in ONNX Runtime"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Comparison.Probability(expected):F7} by PyTorch's equations on the rounded weights within {s_tolerance:0e-0}, but they are {difference:0.0e-0} apart"));
        }
    }
}
