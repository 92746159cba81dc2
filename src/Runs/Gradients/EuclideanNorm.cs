using System.Numerics.Tensors;

namespace RnnToolkit.Runs;

/// <summary>The length of a vector whose squares may leave the range of float64.</summary>
static class EuclideanNorm
{
    public static double Of(double[] vector)
    {
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(vector));
        if (largest is 0 or double.PositiveInfinity)
        {
            return largest;
        }

        var scaled = new double[vector.Length];
        TensorPrimitives.Divide(vector, largest, scaled);
        return largest * TensorPrimitives.Norm<double>(scaled);
    }
}
