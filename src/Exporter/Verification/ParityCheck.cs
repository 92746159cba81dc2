using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.Verification;

/// <summary>Scores texts, compares, and refuses what is too far away: the one check of probes, rounding, random ids and test sets.</summary>
/// <param name="expected">The logits that the texts must get.</param>
/// <param name="rule">What is close enough.</param>
/// <param name="threshold">With two classes: a probability at or above it is label 1.</param>
sealed class ParityCheck(ExpectedScores expected, ParityRule rule, double threshold)
{
    readonly SortedDictionary<int, ChaoticText> _chaotic = [];

    /// <summary>All comparisons of all runs.</summary>
    public ScoreComparison Total { get; } = new(threshold);

    /// <summary>The texts that float64 decided on, each with its largest distance in ONNX Runtime.</summary>
    public IReadOnlyCollection<ChaoticText> Chaotic => _chaotic.Values;

    /// <summary>Whether float64 decided on a text.</summary>
    public bool IsChaotic(int index) => _chaotic.ContainsKey(index);

    /// <summary>Scores all texts by one route in the batches of one plan.</summary>
    /// <param name="route">How to score.</param>
    /// <param name="plan">How to cut the texts into batches.</param>
    /// <param name="scored">Gets each text's index and the label that it got.</param>
    /// <exception cref="CheckpointFormatException">A score is too far away, or a label differs that must not.</exception>
    public ScoreComparison Run(ScoringRoute route, BatchPlan plan, CancellationToken cancellationToken, Action<int, int>? scored = null)
    {
        var comparison = new ScoreComparison(threshold);
        foreach (var (first, count) in plan.Cut(expected.Logits.Count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scores = route.Score(first, count);
            for (var i = 0; i < count; i++)
            {
                var (index, score) = (first + i, scores[i]);
                Total.Add(expected.Logits[index], score.Logits, score.Probabilities);
                var (difference, sameLabel) = comparison.Add(expected.Logits[index], score.Logits, score.Probabilities);
                if (!(sameLabel || rule.LabelsMayDiffer) || !(difference <= rule.Tolerance || IsExplained(index, score)))
                {
                    throw Refused(index, score, difference, sameLabel, $"batch size {plan.Name} {route.Name}");
                }

                scored?.Invoke(index, comparison.LabelOf(ScoreComparison.Doubles(score.Probabilities)));
            }
        }

        return comparison;
    }

    bool IsExplained(int index, Scored score)
    {
        if (rule.Judge?.Measure(index, expected, ScoreComparison.Doubles(score.Probabilities)) is not { IsAccepted: true } text)
        {
            return false;
        }

        if (!_chaotic.TryGetValue(index, out var known) || known.OnnxRuntimeDistance < text.OnnxRuntimeDistance)
        {
            _chaotic[index] = text;
        }

        return true;
    }

    CheckpointFormatException Refused(int index, Scored score, double difference, bool sameLabel, string where)
    {
        var (logits, found) = (expected.Logits[index], ScoreComparison.Doubles(score.Probabilities));
        var wanted = ScoreComparison.Probabilities(ScoreComparison.Doubles(logits));
        var k = wanted.Zip(found, (left, right) => Math.Abs(left - right)).Index().MaxBy(distance => distance.Item).Index;
        var ofLabel = wanted.Length == 1 ? "" : $" of {expected.Labels[k]}";
        var verdict = !sameLabel && difference <= rule.Tolerance
            ? "but their labels differ"
            : Invariant($"but they are {difference:0.0e-0} apart");
        if (difference > rule.Tolerance && rule.Judge?.Measure(index, expected, found) is { } text)
        {
            verdict += Invariant(
                $", {text.OnnxRuntimeDistance:0.0e-0} and {text.TrainerDistance:0.0e-0} from float64, where {text.Bound:0.0e-0} can be explained by last bits");
        }

        return new CheckpointFormatException(
            expected.Path,
            expected.NameOf(index),
            Invariant($"probability {wanted[k]:F7} (logit {logits[k]:R}){ofLabel} by {expected.Origin}"),
            Invariant($"ONNX Runtime's {score.Probabilities[k]:F7} (logit {score.Logits[k]:R}) within {rule.Tolerance:0e-0} and with the same label, {verdict} at {where}"));
    }
}
