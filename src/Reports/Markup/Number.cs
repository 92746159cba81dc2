using System.Globalization;

namespace RnnToolkit.Reports.Markup;

/// <summary>Numbers as text: the same on every machine.</summary>
static class Number
{
    /// <summary>A coordinate with at most two decimals, so that files stay small.</summary>
    /// <exception cref="ArgumentException">It is not finite: nothing can be drawn there.</exception>
    public static string Coordinate(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException(Invariant($"found {value}, expected a finite number"), nameof(value));
        }

        var text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
