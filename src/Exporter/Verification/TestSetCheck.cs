using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Padding;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Verification;

/// <summary>Scores a whole test set from raw text through a bundle and compares with the logits that the trainer recorded.</summary>
/// <param name="texts">The test set.</param>
/// <param name="tolerance">How far a probability may be from the trainer's; null for what the form of the graph explains.</param>
/// <param name="provider">What is to compute the scores.</param>
/// <param name="progress">Shows how far it is.</param>
sealed class TestSetCheck(TestTexts texts, double? tolerance, ExecutionProvider provider, ProgressDisplay progress)
{
    /// <summary>Checks one bundle.</summary>
    /// <param name="checkpointDirectory">The checkpoint that was exported.</param>
    /// <param name="bundle">The directory of the bundle.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="vocabulary">Its vocabulary.</param>
    /// <param name="format">The form of the graph, which sets the tolerance.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <exception cref="CheckpointFormatException">There are no recorded logits, the probabilities are further away than the tolerance, or a label flips that must not.</exception>
    /// <exception cref="Datasets.DatasetException">The trainer has scored another set.</exception>
    public ParityCertificate Run(
        string checkpointDirectory, string bundle, BundleManifest manifest, Vocabulary vocabulary, GraphFormat format, CancellationToken cancellationToken)
    {
        var path = Path.Combine(checkpointDirectory, Checkpoint.TestLogitsFile);
        if (!File.Exists(path))
        {
            throw new CheckpointFormatException(path, null, "no such file", "what a training run with a test set writes; --verify compares with that");
        }

        var recorded = Checkpoint.ReadTestLogits(checkpointDirectory);
        if (recorded.Count == 0)
        {
            throw new CheckpointFormatException(path, null, "no logit", "one for each text of the test set");
        }

        var ordered = texts.InOrderOf(recorded);
        using var textGraph = format.TextInput
            ? new TextGraph(Path.Combine(bundle, ModelBundle.TextGraphFile), new TextEncoder(manifest.Preprocessing, vocabulary))
            : null;
        var (batches, fromText, used) = (new List<BatchParity>(), (BatchParity?)null, provider);
        var roads = PaddingStates.StepsOf(manifest.Model, manifest.Preprocessing) > 0 ? 2 : 1;
        progress.Run($"{manifest.Name}, {format.PrecisionName}", (long)ordered.Length * ((BatchPlan.All.Count * roads) + (textGraph is null ? 0 : 1)), done =>
        {
            BatchParity Run(BatchPlan plan, bool lengthBuckets, Func<ArraySegment<string>, Scored[]> score) =>
                TestSetCheck.Run(plan, lengthBuckets, recorded, ordered, score, manifest.Threshold, done, cancellationToken);

            foreach (var scorer in Load(bundle))
            {
                used = scorer.ExecutionProvider;
                foreach (var plan in BatchPlan.All)
                {
                    batches.Add(Run(
                        plan,
                        scorer.LengthBucketWidth > 0,
                        texts => [.. scorer.ScoreBatch(texts).Select(score => new Scored(score.Logit, score.Probability))]));
                }
            }

            // The batches make no difference to the classifier behind the text, so one plan does: the one in which short texts meet long ones.
            fromText = textGraph is null ? null : Run(BatchPlan.Ragged, lengthBuckets: false, texts => textGraph.Score(texts));
        });
        RequireClose(fromText is null ? batches : [.. batches, fromText], format, path);
        var labels = new Comparison(manifest.Threshold);
        return new ParityCertificate
        {
            Texts = recorded.Count,
            TestLogitsSha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
            Precision = format.Precision,
            Provider = used.ToString().ToLowerInvariant(),
            OnnxRuntime = OrtEnv.Instance().GetVersionString(),
            Tolerance = Bound(format),
            TrainerAccuracy = (double)recorded.Count(text => labels.LabelOf(text.Logit) == text.Label) / recorded.Count,
            Batches = batches,
            FromText = fromText,
        };
    }

    IEnumerable<SentimentScorer> Load(string bundle)
    {
        try
        {
            return BothRoads.Load(
                bundle, new SentimentScorerOptions { ExecutionProvider = provider, FallBackToCpu = false, MaxBatchSize = BatchPlan.LargestBatch });
        }
        catch (PlatformNotSupportedException exception)
        {
            throw BadOption.Because($"--provider: {exception.Message}");
        }
    }

    static BatchParity Run(
        BatchPlan plan,
        bool lengthBuckets,
        IReadOnlyList<RecordedLogit> recorded,
        string[] texts,
        Func<ArraySegment<string>, Scored[]> score,
        double threshold,
        Action<int> done,
        CancellationToken cancellationToken)
    {
        var comparison = new Comparison(threshold);
        var right = 0;
        foreach (var (first, count) in plan.Cut(texts.Length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scores = score(new ArraySegment<string>(texts, first, count));
            for (var i = 0; i < count; i++)
            {
                comparison.Add(recorded[first + i].Logit, scores[i].Logit, scores[i].Probability);
                right += (scores[i].Probability >= threshold ? 1 : 0) == recorded[first + i].Label ? 1 : 0;
            }

            done(count);
        }

        return new BatchParity(
            plan.Name,
            lengthBuckets,
            comparison.LargestDifference,
            comparison.MeanDifference,
            comparison.LargestLogitDifference,
            comparison.Flips,
            (double)right / texts.Length);
    }

    double Bound(GraphFormat format) => tolerance ?? format.TestSetTolerance;

    void RequireClose(List<BatchParity> batches, GraphFormat format, string path)
    {
        double Distance(BatchParity batch) => format.IsRounded ? batch.MeanDifference : batch.LargestDifference;
        var worst = batches.MaxBy(Distance)!;
        if (!(Distance(worst) <= Bound(format)))
        {
            throw new CheckpointFormatException(
                path,
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(format.IsRounded ? "probabilities on average" : "a probability")} {Distance(worst):0.0e-0} from ONNX Runtime's at batch size {worst.BatchSize} {BothRoads.Name(worst.LengthBuckets)}"),
                string.Create(CultureInfo.InvariantCulture, $"at most {Bound(format):0e-0}; {worst.Flips} labels differ; see docs/numerics.md and --tolerance"));
        }

        if (!format.IsRounded && batches.Max(batch => batch.Flips) is > 0 and var flips)
        {
            throw new CheckpointFormatException(path, null, $"{flips} labels that differ from ONNX Runtime's", "none");
        }
    }
}
