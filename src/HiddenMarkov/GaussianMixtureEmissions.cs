namespace RnnToolkit.HiddenMarkov;

/// <summary>A mixture of Gaussians with diagonal covariance in each state, over the words' vectors (the paper's equation 58). Values are densities, not probabilities.</summary>
public sealed class GaussianMixtureEmissions : Emissions
{
    const double SmallestVariance = 1e-3; // of that of all words: a component on one word would have none, and an infinite density

    readonly float[] _vectors; // [symbols, D]
    readonly int _width;       // D
    readonly double[] _floor;  // [D]
    readonly Component[][] _mixtures; // [N][K]

    GaussianMixtureEmissions(float[] vectors, int width, double[] floor, Component[][] mixtures)
        : base(mixtures.Length, Table(vectors, width, mixtures)) =>
        (_vectors, _width, _floor, _mixtures) = (vectors, width, floor, mixtures);

    /// <summary>The components of each state.</summary>
    public IReadOnlyList<IReadOnlyList<Component>> Mixtures => _mixtures;

    /// <summary>Emissions from components.</summary>
    /// <param name="vectors">The vector of each symbol [symbols, D].</param>
    /// <param name="mixtures">The components of each state.</param>
    public static GaussianMixtureEmissions Of(float[] vectors, IReadOnlyList<IReadOnlyList<Component>> mixtures)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(mixtures);
        var width = mixtures[0][0].Mean.Count;
        var (_, variance) = Moments(vectors, width, _ => 1);
        return new GaussianMixtureEmissions(vectors, width, Floor(variance), [.. mixtures.Select(components => components.ToArray())]);
    }

    /// <summary>Where training starts: each component has the variance of all words and the vector of a word as its mean, frequent words more often than rare ones.</summary>
    /// <param name="states">N.</param>
    /// <param name="components">K, of each state.</param>
    /// <param name="vectors">The vector of each symbol [symbols, D].</param>
    /// <param name="width">D.</param>
    /// <param name="occurrences">How often each symbol occurs; at least one does.</param>
    /// <param name="random">Draws the words.</param>
    public static GaussianMixtureEmissions Start(int states, int components, float[] vectors, int width, IReadOnlyList<long> occurrences, Random random)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(occurrences);
        ArgumentNullException.ThrowIfNull(random);
        var (_, variance) = Moments(vectors, width, symbol => occurrences[symbol]);
        var floor = Floor(variance);
        double[] spread = [.. variance.Zip(floor, Math.Max)];
        var total = occurrences.Sum();
        return new GaussianMixtureEmissions(
            vectors, width, floor, [.. Enumerable.Range(0, states).Select(_ => Enumerable.Range(0, components).Select(_ => Draw()).ToArray())]);

        Component Draw()
        {
            var (left, symbol) = (random.NextInt64(total), 0);
            while (left >= occurrences[symbol])
            {
                left -= occurrences[symbol++];
            }

            return new Component(1.0 / components, [.. VectorOf(vectors, width, symbol).ToArray().Select(value => (double)value)], spread);
        }
    }

    /// <inheritdoc/>
    public override Emissions Reestimate(ReadOnlySpan<double> counts)
    {
        var mixtures = new Component[States][];
        for (var state = 0; state < States; state++)
        {
            mixtures[state] = Reestimate(counts, state);
        }

        return new GaussianMixtureEmissions(_vectors, _width, _floor, mixtures);
    }

    /// <summary>One step of expectation maximization of a state's mixture over the words, each weighted with its expected count.</summary>
    Component[] Reestimate(ReadOnlySpan<double> counts, int state)
    {
        var mixture = _mixtures[state];
        var densities = Array.ConvertAll(mixture, component => new Density(component));
        var (weights, shares) = (new double[mixture.Length], new double[mixture.Length]);
        var (sums, squares) = (new double[mixture.Length][], new double[mixture.Length][]);
        for (var k = 0; k < mixture.Length; k++)
        {
            (sums[k], squares[k]) = (new double[_width], new double[_width]);
        }

        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            var count = counts[(symbol * States) + state];
            if (count <= 0)
            {
                continue;
            }

            var vector = VectorOf(_vectors, _width, symbol);
            for (var k = 0; k < mixture.Length; k++)
            {
                shares[k] = densities[k].Of(vector);
            }

            var all = LogSpace.Sum(shares);
            for (var k = 0; k < mixture.Length; k++)
            {
                var weight = count * Math.Exp(shares[k] - all);
                weights[k] += weight;
                var mean = mixture[k].Mean; // distances from the old mean: squares of large values would lose digits
                for (var d = 0; d < vector.Length; d++)
                {
                    var distance = vector[d] - mean[d];
                    sums[k][d] += weight * distance;
                    squares[k][d] += weight * distance * distance;
                }
            }
        }

        var total = weights.Sum();
        return [.. mixture.Select((old, k) => total > 0 ? Component(old, weights[k], total, sums[k], squares[k]) : old)];
    }

    Component Component(Component old, double weight, double total, double[] sums, double[] squares)
    {
        if (!(weight > 1e-9 * total))
        {
            return old with { Weight = weight / total }; // nothing to estimate from
        }

        var (mean, variance) = (new double[_width], new double[_width]);
        for (var d = 0; d < _width; d++)
        {
            var shift = sums[d] / weight;
            mean[d] = old.Mean[d] + shift;
            variance[d] = Math.Max(_floor[d], (squares[d] / weight) - (shift * shift));
        }

        return new Component(weight / total, mean, variance);
    }

    static double[] Table(float[] vectors, int width, Component[][] mixtures)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length % width, 0);
        var densities = Array.ConvertAll(mixtures, mixture => Array.ConvertAll(mixture, component => new Density(component)));
        var table = new double[vectors.Length / width * mixtures.Length];
        var terms = new double[mixtures.Max(mixture => mixture.Length)];
        for (var i = 0; i < table.Length; i++)
        {
            var (symbol, state) = Math.DivRem(i, mixtures.Length);
            var vector = VectorOf(vectors, width, symbol);
            for (var k = 0; k < densities[state].Length; k++)
            {
                terms[k] = densities[state][k].Of(vector);
            }

            table[i] = LogSpace.Sum(terms.AsSpan(0, densities[state].Length));
        }

        return table;
    }

    static ReadOnlySpan<float> VectorOf(float[] vectors, int width, int symbol) => vectors.AsSpan(symbol * width, width);

    static double[] Floor(double[] variance) => [.. variance.Select(value => Math.Max(SmallestVariance * value, 1e-12))];

    static (double[] Mean, double[] Variance) Moments(float[] vectors, int width, Func<int, double> weightOf)
    {
        var (mean, variance, total) = (new double[width], new double[width], 0.0);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var symbol = 0; symbol < vectors.Length / width; symbol++)
            {
                var weight = weightOf(symbol);
                var vector = VectorOf(vectors, width, symbol);
                total += pass == 0 ? weight : 0;
                for (var d = 0; d < width; d++)
                {
                    mean[d] += pass == 0 ? weight * vector[d] : 0;
                    variance[d] += pass == 1 ? weight * (vector[d] - mean[d]) * (vector[d] - mean[d]) : 0;
                }
            }

            var sums = pass == 0 ? mean : variance;
            for (var d = 0; d < width; d++)
            {
                sums[d] /= Math.Max(total, double.Epsilon);
            }
        }

        return (mean, variance);
    }

    /// <summary>What a component's logarithm needs, computed once.</summary>
    readonly struct Density
    {
        readonly double _constant;
        readonly double[] _mean;
        readonly double[] _halfPrecision; // 1 / (2 variance)

        public Density(Component component)
        {
            _mean = [.. component.Mean];
            _halfPrecision = [.. component.Variance.Select(variance => 0.5 / variance)];
            _constant = Math.Log(component.Weight) - component.Variance.Sum(variance => 0.5 * Math.Log(2 * Math.PI * variance));
        }

        /// <summary>The logarithm of the component's weight times its density.</summary>
        public double Of(ReadOnlySpan<float> vector)
        {
            var sum = 0.0;
            for (var d = 0; d < vector.Length; d++)
            {
                var distance = vector[d] - _mean[d];
                sum += distance * distance * _halfPrecision[d];
            }

            return _constant - sum;
        }
    }
}

/// <summary>A Gaussian of a mixture.</summary>
/// <param name="Weight">Its share, c_jl; those of a state sum to 1.</param>
/// <param name="Mean">The mean [D].</param>
/// <param name="Variance">The diagonal of the covariance [D].</param>
public sealed record Component(double Weight, IReadOnlyList<double> Mean, IReadOnlyList<double> Variance);
