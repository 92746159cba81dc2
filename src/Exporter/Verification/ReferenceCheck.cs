using System.Globalization;
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
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="tolerance">How far a probability may be.</param>
    /// <param name="path">The file of the weights, which errors name.</param>
    /// <param name="cancellationToken">Looked at between texts.</param>
    /// <exception cref="CheckpointFormatException">A probability is further away.</exception>
    public static Comparison Run(
        byte[] graph, ModelConfig config, StateDict weights, double tolerance, string path, CancellationToken cancellationToken)
    {
        var (random, reference, comparison) = (new Random(Seed), new ReferenceClassifier(config, weights), new Comparison(threshold: 0.5));
        using var session = new InferenceSession(graph);
        foreach (var (rows, sequenceLength) in s_shapes)
        {
            var ids = new long[rows * sequenceLength];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = random.NextInt64(config.VocabularySize);
            }

            var (logits, probabilities) = Run(session, ids, rows);
            for (var row = 0; row < rows; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var expected = (float)reference.Logit(ids.AsSpan(row * sequenceLength, sequenceLength));
                var difference = comparison.Add(expected, logits[row], probabilities[row]);
                if (!(difference <= tolerance))
                {
                    throw new CheckpointFormatException(
                        path,
                        null,
                        string.Create(CultureInfo.InvariantCulture, $"probability {probabilities[row]:F7} in ONNX Runtime"),
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Comparison.Probability(expected):F7} by PyTorch's equations within {tolerance:0e-0}, but they are {difference:0.0e-0} apart"));
                }
            }
        }

        return comparison;
    }

    static (float[] Logits, float[] Probabilities) Run(InferenceSession session, long[] ids, int rows)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(ids, [rows, ids.Length / rows]);
        using var options = new RunOptions();
        using var outputs = session.Run(
            options,
            [GraphTensorNames.InputIds],
            [input],
            [GraphTensorNames.Logits, GraphTensorNames.Probability]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }
}
