using System.Globalization;

namespace RnnToolkit.Search;

/// <summary>A parameter that is a number between two others.</summary>
/// <remarks>
/// Its <em>place</em> is where a value is between the two, from 0 to 1, on a linear or a logarithmic scale: equal distances of places are what a
/// search takes for equal distances. A number that steps or is whole has a stretch of places; the stretches of all values are alike on a
/// linear scale.
/// </remarks>
/// <param name="Key">Its key.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
public sealed record RangeParameter(string Key, double Min, double Max) : SearchParameter(Key)
{
    // A search cannot tell more digits apart, and people read them.
    const int Digits = 4;

    /// <summary>Whether the scale is logarithmic, not linear.</summary>
    public bool IsLog { get; init; }

    /// <summary>Whether the value is a whole number.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The distance between two neighbouring values; null for any distance.</summary>
    public double? Step { get; init; }

    /// <summary>How many values a grid takes; null for all that step.</summary>
    public int? Points { get; init; }

    /// <summary>How many values step, the smallest one included; null when any distance may be between two.</summary>
    public int? Levels => Step is { } step ? (int)Math.Floor(((Max - Min) / step) + 1e-9) + 1 : null;

    // A whole number has the places of all that round to it.
    double Low => Scaled(IsWhole && Step is null ? Min - 0.5 : Min);

    double High => Scaled(IsWhole && Step is null ? Max + 0.5 : Max);

    /// <inheritdoc/>
    public override SearchValue At(double place)
    {
        if (Levels is { } levels)
        {
            return Level(Math.Min((int)(place * levels), levels - 1));
        }

        var value = Unscaled(Low + (place * (High - Low)));
        return SearchValue.Of(Math.Clamp(IsWhole ? Math.Round(value) : Rounded(value), Min, Max));
    }

    /// <summary>The place of a value: the middle of its stretch where it has one.</summary>
    public double PlaceOf(double value) =>
        Levels is { } levels ? (Math.Round((value - Min) / Step!.Value) + 0.5) / levels
        : High > Low ? Math.Clamp((Scaled(value) - Low) / (High - Low), 0, 1)
        : 0.5;

    /// <inheritdoc/>
    public override IReadOnlyList<SearchValue> Grid()
    {
        if (Levels is { } levels)
        {
            return [.. Enumerable.Range(0, levels).Select(Level)];
        }

        if (Points is not { } points)
        {
            throw new SearchSpaceException(Key, "a range without points and step", "one of them for a grid, such as \"points\": 5");
        }

        var (low, high) = (Scaled(Min), Scaled(Max));
        var values = Enumerable.Range(0, points).Select(i => Unscaled(points == 1 ? (low + high) / 2 : low + (i * (high - low) / (points - 1))));
        return [.. values.Select(value => SearchValue.Of(Math.Clamp(IsWhole ? Math.Round(value) : Rounded(value), Min, Max))).Distinct()];
    }

    SearchValue Level(int level) => SearchValue.Of(IsWhole ? Min + (level * Step!.Value) : Rounded(Min + (level * Step!.Value)));

    double Scaled(double value) => IsLog ? Math.Log(value) : value;

    double Unscaled(double value) => IsLog ? Math.Exp(value) : value;

    // Steps of 0.1 from 0.1 are 0.30000000000000004 without it.
    double Rounded(double value) => Step is null
        ? double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : Math.Round(value, 12);
}
