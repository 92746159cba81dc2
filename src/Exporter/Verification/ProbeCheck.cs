using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Verification;

/// <summary>Proves a bundle on the probes of its checkpoint, from their raw text.</summary>
sealed class ProbeCheck(ExportSource source, GraphFormat format)
{
    readonly IReadOnlyList<Probe> _probes = source.Checkpoint.Probes;
    readonly CheckpointConfig _config = source.Checkpoint.Config;

    /// <summary>Compares with the trainer's logits, in several batch sizes, with length buckets and without, and through every graph.</summary>
    /// <exception cref="CheckpointFormatException">A text gets other ids than it had in training, or a score is too far from the trainer's.</exception>
    public ParityCheck Run(string bundle, CancellationToken cancellationToken)
    {
        if (_probes.Count == 0)
        {
            throw new CheckpointFormatException(source.ProbesPath, null, "no probe", "at least one, or nothing shows that the export is right");
        }

        var encoder = source.Encoder;
        RequireSameIds(encoder);
        var rule = ParityRule.ForProbes(_config.Model, source.Checkpoint.Weights, format);
        var check = new ParityCheck(Expected(source.ProbesPath, source.ProbesOrigin, "line", [.. _probes.Select(probe => probe.Outputs)]), rule, _config.Threshold);
        foreach (var route in ScoringRoute.Of(bundle, [.. _probes.Select(probe => probe.Text)], format.TextInput ? encoder : null))
        {
            foreach (var plan in BatchPlan.All)
            {
                check.Run(route, plan, cancellationToken);
            }
        }

        // The library's own arithmetic must give the same numbers; what is reported are those of ONNX Runtime.
        var managed = new ParityCheck(Expected(source.ProbesPath, source.ProbesOrigin, "line", [.. _probes.Select(probe => probe.Outputs)]), rule, _config.Threshold);
        foreach (var route in ScoringRoute.Of(bundle, [.. _probes.Select(probe => probe.Text)], provider: ExecutionProvider.Managed))
        {
            managed.Run(route, BatchPlan.Largest, cancellationToken);
        }

        return check;
    }

    /// <summary>
    /// Proves a bundle of reduced precision: rounding the weights must be all that happened. The trainer's numbers cannot show that,
    /// because how far rounding takes a text from them depends on the model.
    /// </summary>
    /// <exception cref="CheckpointFormatException">A score is further from PyTorch's equations on the rounded weights than in float32.</exception>
    public ScoreComparison RunOnRoundedWeights(string bundle, CancellationToken cancellationToken)
    {
        var rounded = RoundedWeights.Of(source.Checkpoint.Weights, format.Precision);
        var reference = new ReferenceClassifier(_config.Model, rounded);
        var logits = new float[_probes.Count][];
        for (var i = 0; i < logits.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            logits[i] = reference.FloatLogits([.. _probes[i].Ids], [.. _probes[i].NGrams ?? []]);
        }

        var expected = Expected(source.WeightsPath, "PyTorch's equations on the rounded weights", $"{format.PrecisionName}, probe", logits);
        var rule = ParityRule.Exact(_config.Model, rounded) with { LabelsMayDiffer = true };
        var check = new ParityCheck(expected, rule, _config.Threshold);
        foreach (var route in ScoringRoute.Of(bundle, [.. _probes.Select(probe => probe.Text)]))
        {
            check.Run(route, BatchPlan.Largest, cancellationToken);
        }

        return check.Total;
    }

    ExpectedScores Expected(string path, string origin, string kind, IReadOnlyList<float[]> logits) => new()
    {
        Path = path,
        Origin = origin,
        Logits = logits,
        Labels = _config.Labels,
        Kind = kind,
        IdOf = index => Invariant($"{index + 1}"),
        Ids = index => [.. _probes[index].Ids],
        NGramIds = index => [.. _probes[index].NGrams ?? []],
    };

    void RequireSameIds(TextEncoder encoder)
    {
        foreach (var (index, probe) in _probes.Index())
        {
            var (ids, nGramIds) = EncodedIds.Of(encoder, probe.Text);
            Require(index, "ids", [.. probe.Ids], ids, "the vocabulary and the preprocessing");
            Require(index, "nGrams", [.. (probe.NGrams ?? []).Select(id => (long)id)], [.. nGramIds.Select(id => (long)id)], "the n-grams");
        }
    }

    void Require(int index, string field, long[] recorded, long[] encoded, string givenBy)
    {
        if (!recorded.AsSpan().SequenceEqual(encoded))
        {
            throw new CheckpointFormatException(
                source.ProbesPath, Invariant($"line {index + 1}: {field}"), Ids(recorded), $"{Ids(encoded)}, which is what {givenBy} give for its text");
        }
    }

    static string Ids(long[] ids)
    {
        // Padding says nothing: show where the text begins.
        var first = ids.TakeWhile(id => id == 0).Count();
        return $"{ids.Length} ids [{(first > 0 ? "0, ..., " : "")}{string.Join(", ", ids.Skip(first).Take(8))}{(ids.Length - first > 8 ? ", ..." : "")}]";
    }
}
