using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Graphs;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Verification;

/// <summary>Proves that a bundle gives the numbers it must: reruns the probes from their raw text, in several batch sizes, with length buckets and without, and through every graph.</summary>
/// <param name="source">What was exported.</param>
/// <param name="format">The form of the graph, which sets the tolerance.</param>
sealed class ProbeCheck(ExportSource source, GraphFormat format)
{
    /// <summary>Runs the probes.</summary>
    /// <param name="bundle">The directory of the bundle.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <returns>The largest differences over all probes and batch sizes.</returns>
    /// <exception cref="CheckpointFormatException">
    /// A text gets other ids than it had in training, a probability is further away than the tolerance, or a label flips that must not.
    /// </exception>
    public Comparison Run(string bundle, CancellationToken cancellationToken)
    {
        var probes = source.Checkpoint.Probes;
        if (probes.Count == 0)
        {
            throw new CheckpointFormatException(source.ProbesPath, null, "no probe", "at least one, or nothing shows that the export is right");
        }

        var encoder = new TextEncoder(source.Checkpoint.Config.Preprocessing, source.Checkpoint.Vocabulary);
        RequireSameIds(encoder, probes);
        var comparison = new Comparison(source.Checkpoint.Config.Threshold);
        foreach (var scorer in BothRoads.Load(bundle, new SentimentScorerOptions { MaxBatchSize = BatchPlan.LargestBatch }))
        {
            Run(
                comparison,
                texts => [.. scorer.ScoreBatch(texts).Select(score => new Scored(score.Logit, score.Probability))],
                BothRoads.Name(scorer.LengthBucketWidth > 0),
                cancellationToken);
        }

        if (format.TextInput)
        {
            using var graph = new TextGraph(Path.Combine(bundle, ModelBundle.TextGraphFile), encoder);
            Run(comparison, graph.Score, $"through {ModelBundle.TextGraphFile}", cancellationToken);
        }

        return comparison.Flips == 0 || format.IsRounded
            ? comparison
            : throw new CheckpointFormatException(source.ProbesPath, null, $"{comparison.Flips} labels that differ from ONNX Runtime's", "none");
    }

    void Run(Comparison comparison, Func<string[], Scored[]> score, string road, CancellationToken cancellationToken)
    {
        var probes = source.Checkpoint.Probes;
        foreach (var plan in BatchPlan.All)
        {
            foreach (var (first, count) in plan.Cut(probes.Count))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var scores = score([.. probes.Skip(first).Take(count).Select(probe => probe.Text)]);
                for (var i = 0; i < count; i++)
                {
                    var difference = comparison.Add(probes[first + i].Logit, scores[i].Logit, scores[i].Probability);
                    RequireClose(difference, first + i, scores[i], $"{plan.Name} {road}");
                }
            }
        }
    }

    void RequireSameIds(TextEncoder encoder, IReadOnlyList<Probe> probes)
    {
        var ids = new long[encoder.SequenceLength];
        for (var line = 1; line <= probes.Count; line++)
        {
            var probe = probes[line - 1];
            encoder.Encode(probe.Text, ids);
            if (!ids.AsSpan().SequenceEqual(probe.Ids.ToArray()))
            {
                throw new CheckpointFormatException(
                    source.ProbesPath, $"line {line}: ids", Ids(probe.Ids), $"{Ids(ids)}, which is what the vocabulary and the preprocessing give for its text");
            }
        }
    }

    void RequireClose(double difference, int index, Scored score, string batchSize)
    {
        if (!(difference <= format.Tolerance))
        {
            var logit = source.Checkpoint.Probes[index].Logit;
            throw new CheckpointFormatException(
                source.ProbesPath,
                $"line {index + 1}",
                string.Create(CultureInfo.InvariantCulture, $"probability {Comparison.Probability(logit):F7} (logit {logit:R}) by {source.ProbesOrigin}"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ONNX Runtime's {score.Probability:F7} (logit {score.Logit:R}) within {format.Tolerance:0e-0}, but they are {difference:0.0e-0} apart at batch size {batchSize}"));
        }
    }

    static string Ids(IReadOnlyList<long> ids)
    {
        // Padding says nothing: show where the text begins.
        var first = ids.TakeWhile(id => id == 0).Count();
        return $"{ids.Count} ids [{(first > 0 ? "0, ..., " : "")}{string.Join(", ", ids.Skip(first).Take(8))}{(ids.Count - first > 8 ? ", ..." : "")}]";
    }
}
