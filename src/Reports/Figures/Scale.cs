namespace RnnToolkit.Reports.Figures;

/// <summary>Maps values to places along an axis, and knows its ticks.</summary>
sealed class Scale
{
    const int WantedTicks = 5;
    static readonly int[] s_digits = [1, 2, 5];
    static readonly double[] s_steps = [1, 2, 2.5, 5, 10];
    readonly double _from;
    readonly double _to;
    readonly bool _isLogarithmic;

    Scale(double low, double high, double from, double to, bool isLogarithmic, double step)
    {
        (Low, High, _from, _to, _isLogarithmic, Step) = (low, high, from, to, isLogarithmic, step);
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>Between two ticks; a power of ten on a logarithmic axis.</summary>
    public double Step { get; }

    /// <summary>A scale over a range of values, rounded to ticks at the ends that the data chose.</summary>
    public static Scale Over(double low, double high, double from, double to, bool isLogarithmic, bool roundLow, bool roundHigh, bool isWhole)
    {
        if (isLogarithmic)
        {
            low = low > 0 ? low : high > 0 ? high / 10 : 1;
            high = high > low ? high : low * 10;
            return new Scale(
                roundLow ? Math.Pow(10, Math.Floor(Math.Log10(low) + 1e-9)) : low,
                roundHigh ? Math.Pow(10, Math.Ceiling(Math.Log10(high) - 1e-9)) : high,
                from, to, isLogarithmic, step: 10);
        }

        if (!(high - low > Math.Max(Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9, 1e-250)))
        {
            var middle = low; // one value, or all are equal
            var margin = isWhole ? 1 : Math.Abs(middle) < 1e-200 ? 1 : Math.Abs(middle) * 0.1;
            (low, high) = (roundLow ? middle - margin : low, roundHigh ? middle + margin : Math.Max(high, low + margin));
        }

        var step = NiceStep((high - low) / WantedTicks);
        step = isWhole ? Math.Max(1, step) : step;
        return new Scale(
            roundLow ? Math.Floor((low / step) + 1e-9) * step : low,
            roundHigh ? Math.Ceiling((high / step) - 1e-9) * step : high,
            from, to, isLogarithmic, step);
    }

    public double this[double value]
    {
        get
        {
            var share = _isLogarithmic
                ? (Math.Log10(Math.Max(value, double.Epsilon)) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
                : (value - Low) / (High - Low);
            return _from + (Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * (_to - _from));
        }
    }

    /// <summary>Whether a value lies on the axis.</summary>
    public bool Holds(double value) => value >= Low - ((High - Low) * 1e-9) && value <= High + ((High - Low) * 1e-9);

    /// <summary>Where ticks stand.</summary>
    public IReadOnlyList<double> Ticks()
    {
        if (_isLogarithmic)
        {
            var (first, last) = ((int)Math.Ceiling(Math.Log10(Low) - 1e-9), (int)Math.Floor(Math.Log10(High) + 1e-9));
            var every = Math.Max(1, (last - first + WantedTicks) / (WantedTicks + 1));
            return last - first < 2
                ? [.. from power in Enumerable.Range(first - 1, last - first + 2) from digit in s_digits let tick = digit * Math.Pow(10, power) where Holds(tick) select tick]
                : [.. Enumerable.Range(0, ((last - first) / every) + 1).Select(index => Math.Pow(10, first + (index * every)))];
        }

        var start = (long)Math.Ceiling((Low / Step) - 1e-9);
        var end = (long)Math.Floor((High / Step) + 1e-9);
        return [.. Enumerable.Range(0, (int)Math.Clamp(end - start + 1, 0, 50)).Select(index => (start + index) * Step)];
    }

    /// <summary>1, 2, 2.5 or 5 times a power of ten.</summary>
    static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return s_steps.First(factor => factor >= (rough / power) - 1e-9) * power;
    }
}
