namespace RnnToolkit.Graphs.Quantization;

/// <summary>A matrix in int8 with one scale a row: the value is <c>quantized × scale of its row</c>.</summary>
/// <param name="Values">The matrix in row-major order, -127 to 127.</param>
/// <param name="Scales">One for each row.</param>
sealed record QuantizedRows(sbyte[] Values, Half[] Scales)
{
    const int Levels = sbyte.MaxValue; // symmetric: -128 is not used

    /// <summary>The largest value whose scale is a finite float16.</summary>
    public static readonly float LargestValue = Levels * (float)Half.MaxValue;

    /// <summary>Quantizes a matrix. A value is off by at most half a scale, a scale is the row's largest value over 127.</summary>
    /// <param name="matrix">Finite values in row-major order, none beyond <see cref="LargestValue"/>.</param>
    /// <param name="rowLength">Values in a row.</param>
    public static QuantizedRows From(ReadOnlySpan<float> matrix, int rowLength)
    {
        var values = new sbyte[matrix.Length];
        var scales = new Half[matrix.Length / rowLength];
        for (var row = 0; row < scales.Length; row++)
        {
            var from = matrix.Slice(row * rowLength, rowLength);
            scales[row] = ScaleOf(from);
            var scale = (float)scales[row];
            if (scale == 0)
            {
                continue; // a row of zeros, which they already are
            }

            for (var i = 0; i < rowLength; i++)
            {
                values[(row * rowLength) + i] = (sbyte)Math.Round(from[i] / scale, MidpointRounding.ToEven);
            }
        }

        return new QuantizedRows(values, scales);
    }

    static Half ScaleOf(ReadOnlySpan<float> row)
    {
        var largest = 0f;
        foreach (var value in row)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        // Rounded up, so that the largest value stays within the levels.
        var scale = (Half)(largest / Levels);
        return (float)scale * Levels < largest ? Half.BitIncrement(scale) : scale;
    }
}
