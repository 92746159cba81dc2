using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// Memory of one run of the model: what it reads and what it gives. A buffer that is reused for rows of the same shape allocates nothing.
/// </summary>
/// <param name="capacity">The most rows.</param>
/// <param name="shape">The sizes that follow from the model.</param>
sealed class BatchBuffer(int capacity, ModelShape shape) : IDisposable
{
    // Rows of n-grams are as wide as a multiple of this, so that few widths occur.
    const int NGramStep = 32;

    readonly long[] _ids = GC.AllocateUninitializedArray<long>(checked(capacity * shape.SequenceLength), pinned: true);
    readonly float[] _logits = GC.AllocateUninitializedArray<float>(checked(capacity * shape.OutputCount), pinned: true);
    readonly float[] _probabilities = GC.AllocateUninitializedArray<float>(checked(capacity * shape.OutputCount), pinned: true);
    long[] _nGrams = [];

    public int Capacity => capacity;

    /// <summary>Rows, B.</summary>
    public int Rows { get; private set; }

    /// <summary>Ids of a row, T.</summary>
    public int Length { get; private set; }

    /// <summary>N-grams of a row with its padding, N; 0 without a wide channel.</summary>
    public int NGramWidth { get; private set; }

    /// <summary>The tensors of ONNX Runtime on top of this memory; null until a session of ONNX Runtime makes them.</summary>
    public BatchTensors? Tensors { get; set; }

    /// <summary>All ids, of which the first <see cref="Rows"/> x <see cref="Length"/> count.</summary>
    public long[] AllIds => _ids;

    /// <summary>All n-grams, of which the first <see cref="Rows"/> x <see cref="NGramWidth"/> count. Replaced when it becomes too small.</summary>
    public long[] AllNGrams => _nGrams;

    /// <summary>Gets the logits [B, K].</summary>
    public float[] AllLogits => _logits;

    /// <summary>Gets the probabilities [B, K].</summary>
    public float[] AllProbabilities => _probabilities;

    /// <summary>The ids [T] of a row.</summary>
    public Span<long> Ids(int row) => _ids.AsSpan(row * Length, Length);

    /// <summary>The logits [K] of a row.</summary>
    public ReadOnlySpan<float> Logits(int row) => _logits.AsSpan(row * shape.OutputCount, shape.OutputCount);

    /// <summary>The probabilities [K] of a row.</summary>
    public ReadOnlySpan<float> Probabilities(int row) => _probabilities.AsSpan(row * shape.OutputCount, shape.OutputCount);

    /// <summary>Writes the logits [K] of a row, and the probabilities that belong to them.</summary>
    public void Write(int row, ReadOnlySpan<float> logits)
    {
        logits.CopyTo(_logits.AsSpan(row * shape.OutputCount));
        var probabilities = _probabilities.AsSpan(row * shape.OutputCount, shape.OutputCount);
        if (logits is [var logit])
        {
            probabilities[0] = (float)ScoreComparison.Probability(logit);
            return;
        }

        double largest = logits[ClassProbabilities.IndexOfLargest(logits)];
        var sum = 0.0;
        foreach (var each in logits)
        {
            sum += Math.Exp(each - largest);
        }

        for (var k = 0; k < logits.Length; k++)
        {
            probabilities[k] = (float)(Math.Exp(logits[k] - largest) / sum);
        }
    }

    /// <summary>Writes the n-grams of a row and pads them with 0.</summary>
    public void WriteNGrams(int row, ReadOnlySpan<int> ids)
    {
        var target = _nGrams.AsSpan(row * NGramWidth, NGramWidth);
        for (var i = 0; i < ids.Length; i++)
        {
            target[i] = ids[i];
        }

        target[ids.Length..].Clear();
    }

    /// <summary>Says what the next run reads.</summary>
    /// <param name="rows">Texts, B.</param>
    /// <param name="length">Ids of a row, T.</param>
    /// <param name="nGrams">The most n-grams of a row; not used without a wide channel.</param>
    public void SetShape(int rows, int length, int nGrams = 0)
    {
        (Rows, Length) = (rows, length);
        if (shape.HasNGrams)
        {
            NGramWidth = ((Math.Max(nGrams, 1) + NGramStep - 1) / NGramStep) * NGramStep; // a width of 0 would be an empty tensor
            if ((long)Rows * NGramWidth > _nGrams.Length)
            {
                _nGrams = GC.AllocateUninitializedArray<long>(checked(Rows * NGramWidth), pinned: true);
            }
        }
    }

    public void Dispose() => Tensors?.Dispose();
}
