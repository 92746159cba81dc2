using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Trainer.Wide;

/// <summary>
/// The wide channel of a run, which all its models share: a linear model of a text's n-grams. A text's logits are the sum of the weights of its
/// n-grams, divided by the root of the sum of their norms, and the bias.
/// </summary>
sealed class WideChannel
{
    /// <summary>The n-grams.</summary>
    public required NGramTable Table { get; init; }

    /// <summary>The weights [N + 1, K] in row-major order; row 0, that of the padding, is zero.</summary>
    public required float[] Weights { get; init; }

    /// <summary>The square of each n-gram's feature value [N + 1].</summary>
    public required float[] Norm { get; init; }

    /// <summary>The bias [K].</summary>
    public required float[] Bias { get; init; }

    /// <summary>The logits [texts, K] of the validation texts, from a channel that was not trained on them.</summary>
    public required float[] ValidationLogits { get; init; }

    /// <summary>How it was made.</summary>
    public required WideRecipe Recipe { get; init; }

    /// <summary>Logits of a text, K.</summary>
    public int OutputCount => Bias.Length;

    /// <summary>The logits of a text.</summary>
    /// <param name="ids">The distinct ids of its n-grams.</param>
    /// <param name="logits">Receives K logits.</param>
    public void Logits(ReadOnlySpan<int> ids, Span<float> logits)
    {
        Span<double> sums = stackalloc double[OutputCount];
        sums.Clear();
        var norm = 0.0;
        foreach (var id in ids)
        {
            norm += Norm[id];
            var weights = Weights.AsSpan(id * OutputCount, OutputCount);
            for (var k = 0; k < weights.Length; k++)
            {
                sums[k] += weights[k];
            }
        }

        for (var k = 0; k < logits.Length; k++)
        {
            logits[k] = (float)((norm > 0 ? sums[k] / Math.Sqrt(norm) : 0) + Bias[k]);
        }
    }

    /// <summary>The logits of a text, K.</summary>
    /// <param name="ids">The distinct ids of its n-grams.</param>
    public float[] Logits(ReadOnlySpan<int> ids)
    {
        var logits = new float[OutputCount];
        Logits(ids, logits);
        return logits;
    }

    /// <summary>The tensors of a checkpoint.</summary>
    public IEnumerable<NamedTensor> Tensors() =>
    [
        new NamedTensor(ParameterNames.WideWeight, [Table.Count + 1, OutputCount], Weights),
        new NamedTensor(ParameterNames.WideNorm, [Table.Count + 1], Norm),
        new NamedTensor(ParameterNames.WideBias, [OutputCount], Bias),
    ];

    /// <summary>The logits [texts, K] of texts.</summary>
    public float[] Logits(IReadOnlyList<string> texts, TextEncoder encoder, CancellationToken cancellationToken)
    {
        var logits = new float[texts.Count * OutputCount];
        Parallel.For(
            0, texts.Count, new ParallelOptions { CancellationToken = cancellationToken },
            () => (Ids: new long[encoder.SequenceLength], NGrams: new NGramIds()),
            (row, _, buffers) =>
            {
                encoder.Encode(texts[row], buffers.Ids, buffers.NGrams);
                Logits(buffers.NGrams.Values, logits.AsSpan(row * OutputCount, OutputCount));
                return buffers;
            },
            _ => { });
        return logits;
    }
}
