using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Wide;

/// <summary>
/// Logistic regression of two classes: the w and b with the smallest (|w|^2 + b^2) / 2 + sum over texts of c_i * log(1 + exp(-y_i * (w x_i + b))).
/// </summary>
/// <remarks>
/// Coordinate descent in the dual: Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models",
/// Machine Learning 85, 2011. A text i has a dual variable a_i between 0 and c_i, and w is the sum of a_i * y_i * x_i, so that a step changes
/// only the weights of one text's n-grams. Here the weights are held times the feature values, u_j = f_j * w_j: x_ij is f_j / length_i, so
/// u_j changes by the step times f_j * f_j / length_i, and no value of a matrix is stored.
/// </remarks>
static class LogisticRegression
{
    const int MaxNewtonSteps = 100;
    const double FirstInnerTolerance = 1e-2;
    const double LastInnerTolerance = 1e-8;

    /// <summary>Fits the weights. The same arguments give the same weights, bit for bit.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="positive">Which of them are of the second class, y = +1.</param>
    /// <param name="costs">c of each text, above 0.</param>
    /// <param name="tolerance">Stops when a pass finds no derivative of the dual above it.</param>
    /// <param name="maxPasses">Stops after so many passes at the latest.</param>
    /// <param name="seed">Seeds the order of the texts in each pass.</param>
    /// <param name="cancellationToken">Checked in each pass.</param>
    public static LinearWeights Fit(
        ScaledRows texts, ReadOnlySpan<bool> positive, ReadOnlySpan<double> costs, double tolerance, int maxPasses, ulong seed, CancellationToken cancellationToken)
    {
        var weights = new double[texts.Squares.Length];
        var bias = 0.0;
        var lower = new double[texts.Rows.Count]; // a_i
        var upper = new double[texts.Rows.Count]; // c_i - a_i, kept beside it because the difference would lose its digits
        for (var row = 0; row < lower.Length; row++)
        {
            lower[row] = Math.Min(0.001 * costs[row], 1e-8); // the logarithm of 0 would not do
            upper[row] = costs[row] - lower[row];
            Move(texts, row, positive[row] ? lower[row] : -lower[row], weights, ref bias);
        }

        var random = new SplitMix64(seed);
        var order = Enumerable.Range(0, lower.Length).ToArray();
        var innerTolerance = FirstInnerTolerance;
        for (var pass = 0; pass < maxPasses; pass++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            random.Shuffle<int>(order);
            var (largest, newtonSteps) = (0.0, 0);
            foreach (var row in order)
            {
                var sign = positive[row] ? 1 : -1;
                var slope = sign * texts.Logit(row, new LinearWeights(weights, bias));
                var curvature = texts.InverseLengths[row] > 0 ? 2.0 : 1.0; // |x_i|^2, and 1 of the bias

                // The smaller one of a and c - a is solved for, where the logarithms are exact.
                var isLower = (0.5 * curvature * (upper[row] - lower[row])) + slope >= 0;
                var old = isLower ? lower[row] : upper[row];
                var (found, derivative, steps) = Minimize(old, costs[row], curvature, isLower ? slope : -slope, innerTolerance);
                largest = Math.Max(largest, Math.Abs(derivative));
                newtonSteps += steps;
                if (steps > 0)
                {
                    (lower[row], upper[row]) = isLower ? (found, costs[row] - found) : (costs[row] - found, found);
                    Move(texts, row, sign * (isLower ? found - old : old - found), weights, ref bias);
                }
            }

            if (largest < tolerance)
            {
                break;
            }

            if (newtonSteps <= order.Length / 10)
            {
                innerTolerance = Math.Max(LastInnerTolerance, 0.1 * innerTolerance); // too coarse to get on
            }
        }

        return new LinearWeights(weights, bias);
    }

    /// <summary>Newton's method for one dual variable, z * log(z) + (c - z) * log(c - z) + curvature / 2 * (z - old)^2 + slope * (z - old).</summary>
    /// <returns>The minimum, the derivative at <paramref name="old"/>, and the steps taken; 0 when that was small enough.</returns>
    static (double Minimum, double Derivative, int Steps) Minimize(double old, double cost, double curvature, double slope, double tolerance)
    {
        var z = cost - old < 0.5 * cost ? 0.1 * old : old; // on the side of the minimum
        var first = Derivative(z);
        var derivative = first;
        var steps = 0;
        for (; steps < MaxNewtonSteps && Math.Abs(derivative) >= tolerance; steps++)
        {
            var next = z - (derivative / (curvature + (cost / ((cost - z) * z))));
            z = next > 0 ? next : 0.1 * z;
            derivative = Derivative(z);
        }

        return (z, first, steps);

        double Derivative(double at) => (curvature * (at - old)) + slope + Math.Log(at / (cost - at));
    }

    /// <summary>Adds a multiple of a text's vector to the weights.</summary>
    static void Move(ScaledRows texts, int row, double change, double[] weights, ref double bias)
    {
        var scale = change * texts.InverseLengths[row];
        foreach (var column in texts.Rows[row])
        {
            weights[column] += scale * texts.Squares[column];
        }

        bias += change;
    }
}
