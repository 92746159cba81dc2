using System.Globalization;
using Xunit;

namespace RnnToolkit.TestSupport;

/// <summary>Compares float32 numbers and says which of them differ most, and by how much.</summary>
public static class AssertClose
{
    /// <summary>Fails when the counts differ, a value is not finite or two values are further apart than <paramref name="tolerance"/>.</summary>
    public static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (worst, worstAt) = (-1.0, -1);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            if (!(difference <= worst)) // NaN counts as the worst
            {
                (worst, worstAt) = (double.IsNaN(difference) ? double.PositiveInfinity : difference, i);
            }
        }

        if (worst > tolerance)
        {
            Assert.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"value {worstAt} of {expected.Length}: expected {expected[worstAt]:R}, found {actual[worstAt]:R}, {worst:E2} apart, tolerance {tolerance:E0}"));
        }
    }
}
