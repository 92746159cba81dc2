using System.Numerics.Tensors;

namespace RnnToolkit.Runs;

/// <summary>The largest absolute value of a matrix's eigenvalues.</summary>
static class SpectralRadius
{
    const int FewestSquarings = 8; // two powers may agree by accident
    const int MostSquarings = 40;
    const double Tolerance = 1e-8;

    /// <summary>Gelfand's formula, |A^n|^(1/n) for n that doubles until it settles: eigenvalues may be complex, and vectors may lack.</summary>
    /// <param name="matrix">Row-major [n, n], or its transpose.</param>
    /// <param name="size">n.</param>
    public static double Of(ReadOnlySpan<double> matrix, int size)
    {
        double[] power = [.. matrix];
        var (logarithm, radius) = (0.0, double.NaN); // of the norm of the power so far; of the result
        for (var exponent = 0; exponent <= MostSquarings; exponent++)
        {
            if (exponent > 0)
            {
                (power, logarithm) = (Squared(power, size), 2 * logarithm);
            }

            var norm = EuclideanNorm.Of(power);
            if (norm == 0)
            {
                return 0;
            }

            TensorPrimitives.Divide(power, norm, power);
            logarithm += Math.Log(norm);
            var next = Math.Exp(Math.ScaleB(logarithm, -exponent));
            if (exponent >= FewestSquarings && Math.Abs(next - radius) <= Tolerance * next)
            {
                return next;
            }

            radius = next;
        }

        return radius;
    }

    static double[] Squared(double[] matrix, int size)
    {
        var result = new double[matrix.Length];
        for (var row = 0; row < size; row++)
        {
            var sum = result.AsSpan(row * size, size);
            for (var k = 0; k < size; k++)
            {
                TensorPrimitives.MultiplyAdd(matrix.AsSpan(k * size, size), matrix[(row * size) + k], sum, sum);
            }
        }

        return result;
    }
}
