namespace RnnToolkit.Search;

/// <summary>The density of the places of a parameter, as a mixture: the prior, which is even, and a normal distribution around each place seen.</summary>
/// <remarks>
/// Bergstra, Bardenet, Bengio and Kegl, "Algorithms for hyper-parameter optimization", NIPS 2011, section 4: the width of each is the greater of the
/// distances to its neighbours, within limits. What would be below 0 or above 1 is cut off.
/// </remarks>
sealed class ParzenEstimator
{
    const int Redraws = 100;

    readonly double[] _centres;
    readonly double[] _widths;
    readonly double[] _masses;

    /// <summary>Estimates a density.</summary>
    /// <param name="places">Places that were seen, 0 to 1.</param>
    public ParzenEstimator(IEnumerable<double> places)
    {
        _centres = [.. places.Order()];
        var narrowest = 1.0 / Math.Min(100, _centres.Length + 1);
        _widths = [.. _centres.Select((centre, i) => Math.Clamp(
            Math.Max(centre - (i == 0 ? 0 : _centres[i - 1]), (i == _centres.Length - 1 ? 1 : _centres[i + 1]) - centre), narrowest, 1))];
        _masses = [.. _centres.Select((centre, i) => Cumulative((1 - centre) / _widths[i]) - Cumulative(-centre / _widths[i]))];
    }

    /// <summary>The density at a place.</summary>
    public double Density(double place)
    {
        var sum = 1.0; // the prior
        for (var i = 0; i < _centres.Length; i++)
        {
            var z = (place - _centres[i]) / _widths[i];
            sum += Math.Exp(-0.5 * z * z) / (Math.Sqrt(2 * Math.PI) * _widths[i] * _masses[i]);
        }

        return sum / (_centres.Length + 1);
    }

    /// <summary>Draws a place.</summary>
    public double Draw(Func<double> random)
    {
        var component = (int)(random() * (_centres.Length + 1));
        for (var attempt = 0; component < _centres.Length && attempt < Redraws; attempt++)
        {
            // Box and Muller
            var normal = Math.Sqrt(-2 * Math.Log(1 - random())) * Math.Cos(2 * Math.PI * random());
            var place = _centres[component] + (_widths[component] * normal);
            if (place is >= 0 and < 1)
            {
                return place;
            }
        }

        return random();
    }

    // Abramowitz and Stegun, "Handbook of mathematical functions", 7.1.26: the error is below 1.5e-7.
    static double Cumulative(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * x));
        var erf = 1 - (((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-x * x));
        return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
    }
}
