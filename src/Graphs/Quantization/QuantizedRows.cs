using System.Numerics.Tensors;

namespace RnnToolkit.Graphs.Quantization;

/// <summary>A matrix in int8 with one scale a row: the value is <c>quantized × scale of its row</c>.</summary>
/// <param name="Values">The matrix in row-major order, -127 to 127.</param>
/// <param name="Scales">One for each row.</param>
/// <param name="RowLength">Values in a row; the last row may have fewer.</param>
sealed record QuantizedRows(sbyte[] Values, Half[] Scales, int RowLength)
{
    const int Levels = sbyte.MaxValue; // symmetric: -128 is not used

    // A float16 scale for so many values adds 3% to them, and outliers, of which weights of n-grams have many, cost only their neighbours precision.
    const int ValuesPerScale = 64;

    /// <summary>The largest value whose scale is a finite float16.</summary>
    public static readonly float LargestValue = Levels * (float)Half.MaxValue;

    /// <summary>Quantizes a matrix. A value is off by at most half a scale, a scale is the row's largest value over 127.</summary>
    /// <param name="matrix">Finite values in row-major order, none beyond <see cref="LargestValue"/>.</param>
    /// <param name="rowLength">Values in a row; the last row may have fewer.</param>
    public static QuantizedRows From(ReadOnlySpan<float> matrix, int rowLength)
    {
        var (values, scales, buffer) = (new sbyte[matrix.Length], new Half[(matrix.Length + rowLength - 1) / rowLength], new float[rowLength]);
        for (var row = 0; row < scales.Length; row++)
        {
            var from = matrix[(row * rowLength)..Math.Min((row + 1) * rowLength, matrix.Length)];
            scales[row] = ScaleOf(from);
            if (scales[row] != (Half)0) // else a row of zeros, which they already are
            {
                var quotients = buffer.AsSpan(0, from.Length);
                TensorPrimitives.Divide(from, (float)scales[row], quotients);
                TensorPrimitives.Round(quotients, quotients); // to even
                TensorPrimitives.ConvertTruncating<float, sbyte>(quotients, values.AsSpan(row * rowLength, from.Length));
            }
        }

        return new QuantizedRows(values, scales, rowLength);
    }

    /// <summary>How many rows of a table with narrow rows share a scale, so that scales add little to the table.</summary>
    /// <param name="rowLength">Values in a row.</param>
    public static int RowsPerScale(int rowLength) => Math.Max(1, ValuesPerScale / rowLength);

    /// <summary>The matrix as a graph computes with it.</summary>
    public float[] ToFloats()
    {
        var floats = new float[Values.Length];
        TensorPrimitives.ConvertTruncating<sbyte, float>(Values, floats);
        for (var row = 0; row < Scales.Length; row++)
        {
            var values = floats.AsSpan()[(row * RowLength)..Math.Min((row + 1) * RowLength, floats.Length)];
            TensorPrimitives.Multiply(values, (float)Scales[row], values);
        }

        return floats;
    }

    static Half ScaleOf(ReadOnlySpan<float> row)
    {
        // Rounded up, so that the largest value stays within the levels.
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(row));
        var scale = (Half)(largest / Levels);
        return (float)scale * Levels < largest ? Half.BitIncrement(scale) : scale;
    }
}
