using System.Numerics;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>Adam's two moments of every embedding row, and the step up to which each row has been moved.</summary>
/// <remarks>
/// <para>Without a gradient, step s of dense Adam moves a weight by <c>-c(s) m(s) / (sqrt(v(s)) b(s) + eps)</c>, with
/// <c>c(s) = lr / (1 - beta1^s)</c> and <c>b(s) = 1 / sqrt(1 - beta2^s)</c>, while <c>m</c> shrinks by beta1 and <c>v</c> by beta2.
/// Over n such steps after step s the moves add up to a sum in which m and v are the row's own and everything else depends on s
/// and n alone.</para>
/// <para>Long after the start, b changes by less than two thousandths a step while beta1 lets only some twenty steps count. Then the
/// sum is <c>-m A / (sqrt(v) B + eps)</c> for two numbers A and B (<see cref="CatchUpTable"/>). Before that it is added up term by term.</para>
/// </remarks>
sealed class EmbeddingMoments
{
    const double Beta1 = 0.9;
    const double Beta2 = 0.999;
    const float Epsilon = 1e-8f;

    // beta1^156 < 2^-23: what would follow is below the rounding of what was added before.
    const int LongestSum = 156;

    readonly int _width;
    readonly CatchUpTable _table;

    public EmbeddingMoments(int rows, int width, double learningRate)
    {
        (Rows, _width) = (rows, width);
        First = new float[checked(rows * width)];
        Second = new float[checked(rows * width)];
        LastStep = new int[rows];
        _table = new CatchUpTable(learningRate, Beta1, Beta2);
    }

    /// <summary>Rows, V.</summary>
    public int Rows { get; }

    /// <summary>[V, E].</summary>
    public long[] Shape => [Rows, _width];

    /// <summary>Moving average of the gradients [V, E].</summary>
    public float[] First { get; }

    /// <summary>Moving average of their squares [V, E].</summary>
    public float[] Second { get; }

    /// <summary>The step up to which a row has been moved [V]; 0 for a row that never had a gradient and so never moves.</summary>
    public int[] LastStep { get; }

    /// <summary>Moves the rows of a batch by all steps up to <paramref name="now"/> in which they had no gradient.</summary>
    public void CatchUp(Span<float> table, ReadOnlySpan<long> rows, int now)
    {
        _table.MoveTo(now);
        foreach (var row in rows)
        {
            CatchUp(table, (int)row, now);
        }
    }

    /// <summary>Moves every row by all steps up to <paramref name="now"/> in which it had no gradient.</summary>
    public void CatchUpAll(Span<float> table, int now)
    {
        _table.MoveTo(now);
        for (var row = 0; row < Rows; row++)
        {
            CatchUp(table, row, now);
        }
    }

    /// <summary>Takes step <paramref name="now"/> for the rows that have a gradient.</summary>
    /// <remarks>Where rows are moved later (<see cref="CatchUp(Span{float}, ReadOnlySpan{long}, int)"/>), they must have been moved up to the step before.</remarks>
    public void Step(Span<float> table, RowGradients gradients, float gradientScale, int now, double learningRate, double weightDecay)
    {
        var stepSize = (float)(learningRate / (1 - Math.Pow(Beta1, now)));
        var rootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, now)));
        var kept = (float)(1 - (learningRate * weightDecay));
        for (var slot = 0; slot < gradients.Rows.Length; slot++)
        {
            var row = gradients.Rows[slot];
            var weights = table.Slice(row * _width, _width);
            if (kept < 1)
            {
                Shrink(weights, kept);
            }

            Step(
                weights, First.AsSpan(row * _width, _width), Second.AsSpan(row * _width, _width),
                gradients.Gradient(slot), gradientScale, stepSize, rootScale);
            LastStep[row] = now;
        }
    }

    void CatchUp(Span<float> table, int row, int now)
    {
        var last = LastStep[row];
        if (last == 0 || last == now)
        {
            return;
        }

        var weights = table.Slice(row * _width, _width);
        var first = First.AsSpan(row * _width, _width);
        var second = Second.AsSpan(row * _width, _width);
        if (last >= CatchUpTable.FirstSettledStep)
        {
            var (stepSize, rootScale) = _table.Sum(last);
            Move(weights, first, second, (float)stepSize, (float)rootScale);
        }
        else
        {
            var (decay1, rootDecay2) = (1.0, 1.0);
            var end = Math.Min(now, last + LongestSum);
            for (var step = last + 1; step <= end; step++)
            {
                decay1 *= Beta1;
                rootDecay2 *= Math.Sqrt(Beta2);
                Move(weights, first, second, (float)(_table.StepSize(step) * decay1), (float)(_table.RootScale(step) * rootDecay2));
            }
        }

        Scale(first, (float)Math.Pow(Beta1, now - last));
        Scale(second, (float)Math.Pow(Beta2, now - last));
        LastStep[row] = now;
    }

    static void Step(
        Span<float> weights, Span<float> first, Span<float> second, ReadOnlySpan<float> gradient,
        float gradientScale, float stepSize, float rootScale)
    {
        const float NewShare1 = (float)(1 - Beta1);
        const float NewShare2 = (float)(1 - Beta2);
        var i = 0;
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[i..]) * gradientScale;
            var m = (new Vector<float>(first[i..]) * (float)Beta1) + (g * NewShare1);
            var v = (new Vector<float>(second[i..]) * (float)Beta2) + (g * g * NewShare2);
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            var denominator = (Vector.SquareRoot(v) * rootScale) + new Vector<float>(Epsilon);
            (new Vector<float>(weights[i..]) - (m * stepSize / denominator)).CopyTo(weights[i..]);
        }

        for (; i < weights.Length; i++)
        {
            var g = gradient[i] * gradientScale;
            first[i] = (first[i] * (float)Beta1) + (g * NewShare1);
            second[i] = (second[i] * (float)Beta2) + (g * g * NewShare2);
            weights[i] -= first[i] * stepSize / ((MathF.Sqrt(second[i]) * rootScale) + Epsilon);
        }
    }

    static void Move(Span<float> weights, ReadOnlySpan<float> first, ReadOnlySpan<float> second, float stepSize, float rootScale)
    {
        var i = 0;
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var denominator = (Vector.SquareRoot(new Vector<float>(second[i..])) * rootScale) + new Vector<float>(Epsilon);
            (new Vector<float>(weights[i..]) - (new Vector<float>(first[i..]) * stepSize / denominator)).CopyTo(weights[i..]);
        }

        for (; i < weights.Length; i++)
        {
            weights[i] -= first[i] * stepSize / ((MathF.Sqrt(second[i]) * rootScale) + Epsilon);
        }
    }

    static void Shrink(Span<float> weights, float kept)
    {
        foreach (ref var weight in weights)
        {
            weight *= kept;
        }
    }

    static void Scale(Span<float> values, float factor)
    {
        // Below the normal range arithmetic is many times slower, and such a moment moves nothing: let it be zero.
        const float Smallest = 1e-30f;
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var scaled = new Vector<float>(values[i..]) * factor;
            Vector.ConditionalSelect(Vector.GreaterThan(Vector.Abs(scaled), new Vector<float>(Smallest)), scaled, Vector<float>.Zero).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            var scaled = values[i] * factor;
            values[i] = MathF.Abs(scaled) > Smallest ? scaled : 0;
        }
    }
}
