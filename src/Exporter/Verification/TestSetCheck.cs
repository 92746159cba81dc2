using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Inference;

namespace RnnToolkit.Exporter.Verification;

/// <summary>Scores a whole test set from raw text through a bundle and compares with the logits that the trainer recorded.</summary>
/// <param name="texts">The test set.</param>
/// <param name="tolerance">How far a probability of a float32 model may be from the trainer's without asking float64; null for the default.</param>
/// <param name="provider">What computes the scores.</param>
/// <param name="progress">Shows the progress.</param>
sealed class TestSetCheck(TestTexts texts, double? tolerance, ExecutionProvider provider, ProgressDisplay progress)
{
    // The difference of two quotients with the same divisor.
    const double Rounding = 1e-12;

    /// <summary>Checks one bundle.</summary>
    /// <param name="source">What was exported; it has a checkpoint directory.</param>
    /// <param name="format">The form of the graph, which sets the bounds.</param>
    /// <exception cref="CheckpointFormatException">There are no recorded logits, or the bundle is too far from them.</exception>
    /// <exception cref="Datasets.DatasetException">The trainer scored another test set.</exception>
    public ParityCertificate Run(ExportSource source, string bundle, GraphFormat format, CancellationToken cancellationToken)
    {
        var (checkpoint, config) = (source.Checkpoint, source.Checkpoint.Config);
        var path = Path.Combine(source.CheckpointDirectory!, Checkpoint.TestLogitsFile);
        var recorded = Recorded(source, path);
        var ordered = texts.InOrderOf(recorded, new LabelSet(config.Labels));
        var encoder = source.Encoder;
        var expected = new ExpectedScores
        {
            Path = path,
            Origin = "the trainer",
            Logits = [.. recorded.Select(text => text.Outputs)],
            Labels = config.Labels,
            Kind = "id",
            IdOf = index => recorded[index].Id,
            Ids = index => EncodedIds.Of(encoder, ordered[index]).Ids,
            NGramIds = index => EncodedIds.Of(encoder, ordered[index]).NGramIds,
        };
        var rule = ParityRule.ForTestSet(config.Model, checkpoint.Weights, format, tolerance);
        var check = new ParityCheck(expected, rule, config.Threshold);
        var (batches, used) = (new List<BatchParity>(), provider);
        var passes = (BatchPlan.All.Count * (ScoringRoute.LeavesOutPadding(config.Model, config.Preprocessing) ? 2 : 1)) + (format.TextInput ? 1 : 0);
        progress.Run($"{config.Name}, {format.PrecisionName}", (long)ordered.Length * passes, done =>
        {
            foreach (var route in ScoringRoute.Of(bundle, ordered, format.TextInput ? encoder : null, provider))
            {
                used = route.FromText ? used : route.Provider;

                // The classifier after the preprocessing is the same in every batch, so one plan is enough: the one that mixes short and long texts.
                foreach (var plan in route.FromText ? [BatchPlan.Ragged] : BatchPlan.All)
                {
                    var right = 0;
                    var comparison = check.Run(route, plan, cancellationToken, (index, label) =>
                    {
                        right += label == recorded[index].Label ? 1 : 0;
                        done(1);
                    });
                    batches.Add(BatchParity.Of(comparison, route, plan, (double)right / recorded.Count));
                }
            }
        });
        var certificate = new ParityCertificate
        {
            Texts = recorded.Count,
            Temperature = source.Adjustment?.Calibration?.Temperature,
            TestLogitsSha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
            Precision = format.Precision,
            Provider = used.ToString().ToLowerInvariant(),
            OnnxRuntime = OrtEnv.Instance().GetVersionString(),
            Bounds = format.IsRounded
                ? ParityRule.BoundsOf(recorded.Count)
                : new ParityBounds(rule.Tolerance, 0, null),
            TrainerAccuracy = (double)recorded.Count(text => check.Total.LabelOf(ScoreComparison.Probabilities(ScoreComparison.Doubles(text.Outputs))) == text.Label) / recorded.Count,
            Batches = [.. batches.Where(batch => !batch.FromText)],
            FromText = batches.Find(batch => batch.FromText),
            ChaoticTexts = [.. check.Chaotic],
        };
        RequireLabels(certificate, path);
        return certificate;
    }

    static IReadOnlyList<RecordedLogit> Recorded(ExportSource source, string path)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointFormatException(path, null, "no such file", "what a training run with a test set writes; --verify compares with that");
        }

        return Checkpoint.ReadTestLogits(source.CheckpointDirectory!) is { Count: > 0 } recorded
            ? source.Adjustment is { } adjustment ? [.. recorded.Select(text => RecordedLogit.Of(text.Id, text.Label, adjustment.Logits(text.Outputs)))] : recorded
            : throw new CheckpointFormatException(path, null, "no logit", "one for each text of the test set");
    }

    /// <summary>Where weights were rounded, texts on the threshold may change sides; but few of them, and the accuracy stays.</summary>
    static void RequireLabels(ParityCertificate certificate, string path)
    {
        var (bounds, all) = (certificate.Bounds, certificate.FromText is { } fromText ? certificate.Batches.Append(fromText) : certificate.Batches);
        foreach (var batch in all.Where(_ => bounds.AccuracyChange is not null))
        {
            var (share, change) = ((double)batch.Flips / certificate.Texts, Math.Abs(batch.Accuracy - certificate.TrainerAccuracy));
            if (share > bounds.FlipShare || change > bounds.AccuracyChange + Rounding)
            {
                throw new CheckpointFormatException(
                    path,
                    null,
                    Invariant($"{batch.Flips} of {certificate.Texts} labels that differ from float32's and an accuracy {100 * change:F2} points away, at batch size {batch.BatchSize}"),
                    Invariant($"at most {100 * bounds.FlipShare:0.0#}% of the labels and {100 * bounds.AccuracyChange:0.0#} points for {certificate.Precision.Name()}; see docs/numerics.md"));
            }
        }
    }
}
