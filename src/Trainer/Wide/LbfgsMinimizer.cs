namespace RnnToolkit.Trainer.Wide;

/// <summary>Minimizes a smooth convex function of a few hundred variables: L-BFGS with a backtracking line search.</summary>
/// <remarks>Nocedal and Wright, "Numerical optimization", second edition, algorithms 7.4 and 3.1.</remarks>
static class LbfgsMinimizer
{
    const int MaxIterations = 200;
    const int Memory = 10;
    const double SufficientDecrease = 1e-4;
    const double SmallestStep = 1e-12;

    /// <summary>Finds the minimum.</summary>
    /// <param name="start">Where to begin; is left as it is.</param>
    /// <param name="function">Gives the value at a point and writes the gradient there.</param>
    /// <param name="tolerance">Stops when no entry of the gradient is above it.</param>
    public static double[] Minimize(double[] start, Func<double[], double[], double> function, double tolerance)
    {
        var point = (double[])start.Clone();
        var gradient = new double[point.Length];
        var value = function(point, gradient);
        var pairs = new Queue<(double[] Step, double[] Change, double Inverse)>();
        for (var iteration = 0; iteration < MaxIterations && gradient.Max(Math.Abs) > tolerance; iteration++)
        {
            var direction = Direction(gradient, [.. pairs]);
            var slope = Dot(direction, gradient);
            var next = new double[point.Length];
            var nextGradient = new double[point.Length];
            var nextValue = double.PositiveInfinity;
            for (var length = 1.0; length > SmallestStep; length /= 2)
            {
                for (var i = 0; i < point.Length; i++)
                {
                    next[i] = point[i] + (length * direction[i]);
                }

                nextValue = function(next, nextGradient);
                if (nextValue <= value + (SufficientDecrease * length * slope))
                {
                    break;
                }
            }

            if (!(nextValue < value))
            {
                break; // as low as the arithmetic gets
            }

            var (step, change) = (Difference(next, point), Difference(nextGradient, gradient));
            if (Dot(step, change) is > 0 and var product)
            {
                pairs.Enqueue((step, change, 1 / product));
                if (pairs.Count > Memory)
                {
                    pairs.Dequeue();
                }
            }

            (point, gradient, value) = (next, nextGradient, nextValue);
        }

        return point;
    }

    /// <summary>The gradient times the approximate inverse of the second derivatives, downhill.</summary>
    static double[] Direction(double[] gradient, (double[] Step, double[] Change, double Inverse)[] pairs)
    {
        var direction = Array.ConvertAll(gradient, value => -value);
        var factors = new double[pairs.Length];
        for (var i = pairs.Length - 1; i >= 0; i--)
        {
            factors[i] = pairs[i].Inverse * Dot(pairs[i].Step, direction);
            Add(direction, -factors[i], pairs[i].Change);
        }

        // Without pairs the first step would have the length of a gradient summed over all texts.
        var scale = pairs.Length > 0
            ? 1 / (pairs[^1].Inverse * Dot(pairs[^1].Change, pairs[^1].Change))
            : 1 / Math.Max(1, Math.Sqrt(Dot(gradient, gradient)));
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] *= scale;
        }

        for (var i = 0; i < pairs.Length; i++)
        {
            Add(direction, factors[i] - (pairs[i].Inverse * Dot(pairs[i].Change, direction)), pairs[i].Step);
        }

        return direction;
    }

    static double[] Difference(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a - b)];

    static void Add(double[] target, double factor, double[] values)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * values[i];
        }
    }

    static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
