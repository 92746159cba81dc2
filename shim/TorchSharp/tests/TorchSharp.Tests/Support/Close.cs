using static TorchSharp.torch;

namespace TorchSharp.Tests.Support;

static class Close
{
    public static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            Assert.True(difference <= tolerance, $"at {i}: expected {expected[i]:R}, found {actual[i]:R}, difference {difference:R}");
        }
    }

    public static void Equal(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Equal(Values(expected), Values(actual), tolerance);
    }

    public static float[] Values(Tensor tensor) => tensor.detach().data<float>().ToArray();
}
