using System.Globalization;

namespace RnnToolkit.Reports.Figures;

/// <summary>How the numbers of an axis are written.</summary>
public enum AxisFormat
{
    /// <summary>As they are, thousands separated.</summary>
    Number,

    /// <summary>Shares of one as percent.</summary>
    Percent,
}

/// <summary>An axis. What has no range given gets one from the data.</summary>
/// <param name="Label">What it measures, with its unit.</param>
/// <param name="Min">Where it starts; null for the smallest value.</param>
/// <param name="Max">Where it ends; null for the largest value.</param>
/// <param name="Format">How its numbers are written.</param>
/// <param name="IsLogarithmic">Whether equal steps are equal factors; values that are not positive are then left out.</param>
/// <param name="IsWhole">Whether only whole numbers make sense, as for epochs.</param>
public sealed record Axis(
    string Label, double? Min = null, double? Max = null, AxisFormat Format = AxisFormat.Number, bool IsLogarithmic = false, bool IsWhole = false)
{
    /// <summary>A number of this axis as text, for a tip or a table.</summary>
    public string Write(double value) => !double.IsFinite(value) ? "–"
        : Format == AxisFormat.Percent ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + "%"
        : Math.Abs(value) is > 0 and (< 0.001 or >= 1e9) ? value.ToString("0.##e+0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 100 ? "#,0.#" : "0.####", CultureInfo.InvariantCulture);

    internal Scale ScaleOf(IEnumerable<double> values, double from, double to)
    {
        var usable = values.Where(value => double.IsFinite(value) && Math.Abs(value) < 1e300 && (!IsLogarithmic || value > 0)).ToList();
        var (low, high) = (Min ?? (usable.Count > 0 ? usable.Min() : 0), Max ?? (usable.Count > 0 ? usable.Max() : 1));
        return Scale.Over(low, high, from, to, IsLogarithmic, Min is null, Max is null, IsWhole);
    }

    internal string Tick(double value, double step)
    {
        if (IsLogarithmic)
        {
            return value is >= 0.001 and < 1e5 ? Write(value) : value.ToString("0e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
        }

        var unit = Format == AxisFormat.Percent ? 100 : 1;
        if (Math.Abs(value * unit) >= 1e6 || (step * unit < 1e-4 && value != 0))
        {
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
        }

        var decimals = Enumerable.Range(0, 5).First(digits => digits == 4 || Math.Abs(Math.IEEERemainder(step * unit * Math.Pow(10, digits), 1)) < 1e-6);
        var text = (value * unit).ToString($"#,0.{new string('0', decimals)}", CultureInfo.InvariantCulture);
        return (text.Trim('-', '0', '.').Length == 0 ? "0" : text) + (Format == AxisFormat.Percent ? "%" : "");
    }
}
