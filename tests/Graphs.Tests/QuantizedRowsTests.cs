using RnnToolkit.Graphs.Quantization;

namespace RnnToolkit.Graphs.Tests;

public class QuantizedRowsTests
{
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(1e6)]
    public void From_RandomRows_IsOffByHalfAScale(double size)
    {
        const int Rows = 50, RowLength = 17;
        var random = new Random(1);
        var matrix = Enumerable.Range(0, Rows * RowLength).Select(_ => (float)(size * random.NextDouble() * (random.Next(2) == 0 ? 1 : -1))).ToArray();

        var quantized = QuantizedRows.From(matrix, RowLength);

        for (var i = 0; i < matrix.Length; i++)
        {
            var scale = (float)quantized.Scales[i / RowLength];

            // Half a step, and what the division rounds.
            Assert.Equal(matrix[i], quantized.Values[i] * scale, tolerance: 0.501 * scale);
        }

        Assert.DoesNotContain(sbyte.MinValue, quantized.Values);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1)]
    [InlineData(1e6)]
    public void From_RandomRows_ScalesByTheLargestValue(double size)
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var row = Enumerable.Range(0, 5).Select(_ => (float)(size * random.NextDouble())).ToArray();

            var scale = (float)QuantizedRows.From(row, row.Length).Scales[0];

            // Never below what the largest value needs, and above it by one step of float16 at the most.
            var needed = row.Max() / 127.0;
            Assert.InRange(scale, needed * (1 - 1e-7), Math.Max(needed * (1 + (1 / 1024.0)), needed + 6e-8));
        }
    }

    [Fact]
    public void From_RowOfZeros_StaysZero()
    {
        var quantized = QuantizedRows.From([0, 0, 1, -1], 2);

        Assert.Equal([0, 0, 127, -127], quantized.Values.Select(value => (int)value));
        Assert.Equal((Half)0, quantized.Scales[0]);
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(1e-30f)]
    [InlineData(1e-9f)]
    public void From_ValuesBelowFloat16_LoseLessThanItsSmallestStep(float value)
    {
        var quantized = QuantizedRows.From([value, -value], 2);

        Assert.Equal(value, quantized.Values[0] * (float)quantized.Scales[0], tolerance: (float)Half.Epsilon);
    }

    [Fact]
    public void From_LargestValue_HasAFiniteScale()
    {
        var quantized = QuantizedRows.From([QuantizedRows.LargestValue, 0], 2);

        Assert.Equal(Half.MaxValue, quantized.Scales[0]);
        Assert.Equal([127, 0], quantized.Values.Select(value => (int)value));
    }
}
