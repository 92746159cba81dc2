using System.Numerics.Tensors;

namespace RnnToolkit.Runs;

/// <summary>
/// The largest Lyapunov exponent of a recurrence that inputs drive: the mean logarithm by which a step stretches a tangent vector, which every
/// step turns towards the direction that is stretched most (Benettin et al. 1980).
/// </summary>
/// <param name="Value">Per step; null when a step forgets its state altogether.</param>
/// <param name="Error">Standard error of the mean, from blocks of steps; null where <paramref name="Value"/> is, and for too few steps.</param>
readonly record struct LyapunovExponent(double? Value, double? Error)
{
    const int Blocks = 20;
    const int LongestTransient = 200;
    const int Seed = 1;

    /// <summary>Runs through the inputs once, from the zero state; the first tenth, 200 steps at most, is not measured.</summary>
    /// <param name="cell">The recurrence.</param>
    /// <param name="inputs">The inputs in the order in which the layer reads them, each [I].</param>
    public static LyapunovExponent Of(CellDynamics cell, IReadOnlyList<double[]> inputs)
    {
        var random = new Random(Seed);
        var direction = new double[cell.StateSize];
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = random.NextDouble() - 0.5;
        }

        TensorPrimitives.Divide(direction, EuclideanNorm.Of(direction), direction);
        var state = new double[cell.StateSize];
        var transient = Math.Min(LongestTransient, inputs.Count / 10);
        var growths = new double[inputs.Count - transient];
        for (var t = 0; t < inputs.Count; t++)
        {
            var step = cell.Step(inputs[t], state);
            state = step.State;
            direction = cell.Tangent(step, direction);
            var length = EuclideanNorm.Of(direction);
            if (length == 0)
            {
                return default;
            }

            TensorPrimitives.Divide(direction, length, direction);
            if (t >= transient)
            {
                growths[t - transient] = Math.Log(length);
            }
        }

        return growths.Length == 0 ? default : new LyapunovExponent(growths.Average(), ErrorOf(growths));
    }

    static double? ErrorOf(double[] growths)
    {
        var length = growths.Length / Blocks;
        if (length == 0)
        {
            return null;
        }

        var means = Enumerable.Range(0, Blocks).Select(block => growths.AsSpan(block * length, length).ToArray().Average()).ToArray();
        return TensorPrimitives.StdDev<double>(means) / Math.Sqrt(Blocks - 1);
    }
}
