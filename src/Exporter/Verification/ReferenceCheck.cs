using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Reference;

namespace RnnToolkit.Exporter.Verification;

/// <summary>Proves a graph that comes without recorded logits: ONNX Runtime against <see cref="ReferenceClassifier"/> on random ids.</summary>
static class ReferenceCheck
{
    const int Seed = 1;

    // One text and several, one token and many.
    static readonly (int Rows, int SequenceLength)[] s_shapes = [(1, 1), (1, 100), (7, 12), (16, 40)];

    /// <summary>Runs the check.</summary>
    /// <param name="graph">The bytes of the ONNX file.</param>
    /// <param name="rule">What is close enough.</param>
    /// <param name="path">The file of the weights, which errors name.</param>
    /// <exception cref="CheckpointFormatException">A score is too far away.</exception>
    public static (int Texts, double LargestDifference) Run(
        byte[] graph, ModelConfig config, StateDict weights, ParityRule rule, string path, CancellationToken cancellationToken)
    {
        var (random, reference) = (new Random(Seed), new ReferenceClassifier(config, weights));
        using var session = new InferenceSession(graph);
        var (count, largest) = (0, 0.0);
        foreach (var (rows, sequenceLength) in s_shapes)
        {
            var ids = Enumerable.Range(0, rows)
                .Select(_ => Enumerable.Range(0, sequenceLength).Select(_ => random.NextInt64(config.VocabularySize)).ToArray()).ToArray();
            var expected = new ExpectedScores
            {
                Path = path,
                Origin = "PyTorch's equations",
                Logits = Array.ConvertAll(ids, row => reference.FloatLogits(row)),
                Labels = [.. Enumerable.Range(0, config.Classes).Select(k => Invariant($"output {k}"))],
                Kind = Invariant($"random text of {sequenceLength} tokens"),
                IdOf = index => Invariant($"{index + 1}"),
                Ids = index => ids[index],
                NGramIds = _ => [], // weights from elsewhere have no wide channel
            };
            var check = new ParityCheck(expected, rule, threshold: 0.5);
            check.Run(new ScoringRoute("of token ids", (first, n) => Score(session, ids[first..(first + n)])), new BatchPlan($"{rows}", [rows]), cancellationToken);
            (count, largest) = (count + rows, Math.Max(largest, check.Total.LargestDifference));
        }

        return (count, largest);
    }

    static Scored[] Score(InferenceSession session, long[][] ids)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(ids.SelectMany(row => row).ToArray(), [ids.Length, ids[0].Length]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, session.InputNames, [input], session.OutputNames);
        return Scored.From(outputs[0], outputs[1]);
    }
}
