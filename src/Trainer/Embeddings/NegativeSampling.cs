using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Embeddings;

/// <summary>One step of negative sampling: a hidden vector learns to tell a word of the text from words that were drawn.</summary>
/// <remarks>
/// <para>
/// With hidden vector h, output rows v, the word of the text w and the drawn words n_1..n_k the loss is
/// -log s(v_w . h) - sum_i log s(-v_{n_i} . h) with s(x) = 1 / (1 + exp(-x)) (Mikolov et al. 2013, equation 4). With
/// g = s(v . h) - 1 for w and g = s(v . h) for a drawn word, its gradient is g h in each v and sum g v in h. Unlike word2vec
/// and fastText, which change one row after the other and read s from a table, all g are computed first, and exactly.
/// </para>
/// <para>
/// Rows are padded with zeros to whole vectors, which every step leaves at zero. Three rows are processed at a time, so that each
/// part of h is loaded once for them. A word that is drawn twice in a step gets both of its updates.
/// </para>
/// <para>Not thread-safe; several threads, each with an instance of its own, share the output rows without locks (Hogwild).</para>
/// </remarks>
sealed class NegativeSampling
{
    /// <summary>Rows take a multiple of so many floats.</summary>
    public const int Lanes = 8;

    readonly float[] _output; // [words, stride]
    readonly int _stride;
    readonly NegativeTable _table;
    readonly int[] _targets;
    readonly float[] _scales; // first v . h, then -rate g; padded to whole vectors
    readonly float[] _change;

    public NegativeSampling(float[] output, int stride, NegativeTable table, int negatives)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(stride % Lanes, 0);
        (_output, _stride, _table) = (output, stride, table);
        _targets = new int[negatives + 1];
        _scales = new float[RoundUp(negatives + 1)];
        _change = new float[stride];
    }

    /// <summary>A length in whole vectors.</summary>
    public static int RoundUp(int length) => (length + Lanes - 1) / Lanes * Lanes;

    /// <summary>Draws negatives for <paramref name="word"/>, and changes the output rows and <paramref name="hidden"/> [stride].</summary>
    public void Step(Span<float> hidden, int word, float rate, SplitMix64 random)
    {
        var targets = _targets;
        targets[0] = word;
        for (var i = 1; i < targets.Length; i++)
        {
            int drawn;
            do
            {
                drawn = _table.Draw(random);
            }
            while (drawn == word);
            targets[i] = drawn;
        }

        Step(hidden, targets, rate);
    }

    /// <summary>The step for <paramref name="targets"/>, the word of the text first.</summary>
    internal void Step(Span<float> hidden, ReadOnlySpan<int> targets, float rate)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hidden.Length, _stride);
        ref var h = ref MemoryMarshal.GetReference(hidden);
        var scales = _scales.AsSpan(0, RoundUp(targets.Length));
        var i = 0;
        for (; i + 3 <= targets.Length; i += 3)
        {
            Dot(ref h, ref Row(targets[i]), ref Row(targets[i + 1]), ref Row(targets[i + 2]), scales[i..]);
        }

        for (; i < targets.Length; i++)
        {
            scales[i] = Dot(ref h, ref Row(targets[i]));
        }

        Scale(scales, rate);
        ref var change = ref MemoryMarshal.GetArrayDataReference(_change);
        Array.Clear(_change);
        for (i = 0; i + 3 <= targets.Length; i += 3)
        {
            Update(ref h, ref change, ref Row(targets[i]), ref Row(targets[i + 1]), ref Row(targets[i + 2]), scales[i..]);
        }

        for (; i < targets.Length; i++)
        {
            Update(ref h, ref change, ref Row(targets[i]), scales[i]);
        }

        Add(_change, hidden);
    }

    /// <summary>Adds <paramref name="values"/> to <paramref name="sums"/>; both in whole vectors.</summary>
    public static void Add(ReadOnlySpan<float> values, Span<float> sums)
    {
        var terms = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var totals = MemoryMarshal.Cast<float, Vector256<float>>(sums)[..terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            totals[i] += terms[i];
        }
    }

    // Slicing checks once that the row is inside the array; the loops below then read it without further checks.
    ref float Row(int word) => ref MemoryMarshal.GetReference(_output.AsSpan(word * _stride, _stride));

    /// <summary>From v . h to -rate g.</summary>
    static void Scale(Span<float> scales, float rate)
    {
        foreach (ref var vector in MemoryMarshal.Cast<float, Vector256<float>>(scales))
        {
            var bounded = Vector256.Clamp(vector, Vector256.Create(-30f), Vector256.Create(30f)); // exp(30) is far from overflow
            vector = Vector256.Create(-rate) / (Vector256<float>.One + Vector256.Exp(-bounded));
        }

        scales[0] += rate;
    }

    void Dot(ref float h, ref float a, ref float b, ref float c, Span<float> dots)
    {
        var (sumA, sumB, sumC) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (nuint i = 0; i < (nuint)_stride; i += Lanes)
        {
            var part = Vector256.LoadUnsafe(ref h, i);
            sumA = Vector256.FusedMultiplyAdd(part, Vector256.LoadUnsafe(ref a, i), sumA);
            sumB = Vector256.FusedMultiplyAdd(part, Vector256.LoadUnsafe(ref b, i), sumB);
            sumC = Vector256.FusedMultiplyAdd(part, Vector256.LoadUnsafe(ref c, i), sumC);
        }

        (dots[0], dots[1], dots[2]) = (Vector256.Sum(sumA), Vector256.Sum(sumB), Vector256.Sum(sumC));
    }

    float Dot(ref float h, ref float a)
    {
        var sum = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)_stride; i += Lanes)
        {
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref h, i), Vector256.LoadUnsafe(ref a, i), sum);
        }

        return Vector256.Sum(sum);
    }

    void Update(ref float h, ref float change, ref float a, ref float b, ref float c, ReadOnlySpan<float> scales)
    {
        var (scaleA, scaleB, scaleC) = (Vector256.Create(scales[0]), Vector256.Create(scales[1]), Vector256.Create(scales[2]));
        for (nuint i = 0; i < (nuint)_stride; i += Lanes)
        {
            var part = Vector256.LoadUnsafe(ref h, i);
            var sum = Vector256.LoadUnsafe(ref change, i);

            // One row after the other: they may be the same.
            var row = Vector256.LoadUnsafe(ref a, i);
            sum = Vector256.FusedMultiplyAdd(scaleA, row, sum);
            Vector256.FusedMultiplyAdd(scaleA, part, row).StoreUnsafe(ref a, i);
            row = Vector256.LoadUnsafe(ref b, i);
            sum = Vector256.FusedMultiplyAdd(scaleB, row, sum);
            Vector256.FusedMultiplyAdd(scaleB, part, row).StoreUnsafe(ref b, i);
            row = Vector256.LoadUnsafe(ref c, i);
            sum = Vector256.FusedMultiplyAdd(scaleC, row, sum);
            Vector256.FusedMultiplyAdd(scaleC, part, row).StoreUnsafe(ref c, i);
            sum.StoreUnsafe(ref change, i);
        }
    }

    void Update(ref float h, ref float change, ref float a, float scale)
    {
        var scales = Vector256.Create(scale);
        for (nuint i = 0; i < (nuint)_stride; i += Lanes)
        {
            var row = Vector256.LoadUnsafe(ref a, i);
            Vector256.FusedMultiplyAdd(scales, row, Vector256.LoadUnsafe(ref change, i)).StoreUnsafe(ref change, i);
            Vector256.FusedMultiplyAdd(scales, Vector256.LoadUnsafe(ref h, i), row).StoreUnsafe(ref a, i);
        }
    }
}
