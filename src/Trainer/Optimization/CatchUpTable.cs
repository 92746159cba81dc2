namespace RnnToolkit.Trainer.Optimization;

/// <summary>For the current step n and every earlier step s: by how much n - s steps of Adam without a gradient move a weight.</summary>
/// <remarks>
/// With <c>c(t)</c> and <c>b(t)</c> as in <see cref="EmbeddingMoments"/>, the terms of the sum are
/// <c>a(k) m / (sqrt(v) r(k) + eps)</c>, <c>a(k) = c(s+k) beta1^k</c>, <c>r(k) = b(s+k) sqrt(beta2)^k</c>. They are replaced by one term
/// with <c>A = sum a(k)</c> and <c>B = A / sum (a(k) / r(k))</c>: exact where eps is negligible and where it dominates. In between, the
/// error is that of averaging 1/r, whose spread over the terms that count is about one percent from step
/// <see cref="FirstSettledStep"/> on.
/// </remarks>
sealed class CatchUpTable(double learningRate, double beta1, double beta2)
{
    /// <summary>From here on a row's missed steps are taken in one go.</summary>
    public const int FirstSettledStep = 500;

    readonly List<(double Sum, double RootSum)> _sums = []; // of index s: sum a(k), sum a(k) / r(k), up to the current step
    readonly List<(double StepSize, double RootScale)> _corrections = []; // of index t - 1: c(t), b(t)
    int _now = -1;

    /// <summary>c(t), the step size with its bias correction.</summary>
    public double StepSize(int step) => Corrections(step).StepSize;

    /// <summary>b(t), the bias correction of the root of the second moment.</summary>
    public double RootScale(int step) => Corrections(step).RootScale;

    /// <summary>Makes <paramref name="now"/> the current step.</summary>
    public void MoveTo(int now)
    {
        if (now == _now)
        {
            return;
        }

        _now = now;
        _sums.Clear();
        _sums.EnsureCapacity(now + 1);
        var (sum, rootSum) = (0.0, 0.0);
        var rootDecay = beta1 / Math.Sqrt(beta2);
        for (var last = now; last >= FirstSettledStep; last--)
        {
            _sums.Add((sum, rootSum)); // of the steps after `last`, the newest first

            // One step further back every term shrinks once more and the term of step `last` itself comes first.
            var stepSize = StepSize(last);
            sum = beta1 * (stepSize + sum);
            rootSum = rootDecay * ((stepSize / RootScale(last)) + rootSum);
        }
    }

    /// <summary>A and B for the steps after <paramref name="last"/> up to the current one; <paramref name="last"/> is at least <see cref="FirstSettledStep"/>.</summary>
    public (double StepSize, double RootScale) Sum(int last)
    {
        var (sum, rootSum) = _sums[_now - last];
        return (sum, sum / rootSum);
    }

    (double StepSize, double RootScale) Corrections(int step)
    {
        while (_corrections.Count < step)
        {
            var t = _corrections.Count + 1;
            _corrections.Add((learningRate / (1 - Math.Pow(beta1, t)), 1 / Math.Sqrt(1 - Math.Pow(beta2, t))));
        }

        return _corrections[step - 1];
    }
}
