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

    /// <summary>
    /// Where training starts: each component has the variance of all words and the vector of a word as its mean. Words are drawn by how often they occur, times
    /// their squared distance from the nearest mean that the state has (k-means++, Arthur and Vassilvitskii 2007).
    /// </summary>
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
        return new GaussianMixtureEmissions(vectors, width, floor, [.. Enumerable.Range(0, states).Select(_ => Draw())]);

        Component[] Draw()
        {
            double[] distances = [.. Enumerable.Repeat(1.0, occurrences.Count)];
            var mixture = new Component[components];
            for (var k = 0; k < components; k++)
            {
                double[] weights = [.. distances.Zip(occurrences, (distance, count) => distance * count)];
                var mean = VectorOf(vectors, width, DrawIndex(weights, random));
                mixture[k] = new Component(1.0 / components, Doubles(mean), spread);
                for (var symbol = 0; symbol < distances.Length; symbol++)
                {
                    var distance = SquaredDistance(mean, VectorOf(vectors, width, symbol), spread);
                    distances[symbol] = k == 0 ? distance : Math.Min(distances[symbol], distance);
                }
            }

            return mixture;
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

    /// <summary>An index, by its weight; the last one with a weight where rounding leads past it, and 0 where none has one.</summary>
    static int DrawIndex(double[] weights, Random random)
    {
        var (left, last) = (random.NextDouble() * weights.Sum(), 0);
        for (var i = 0; i < weights.Length; i++)
        {
            last = weights[i] > 0 ? i : last;
            left -= weights[i];
            if (left < 0)
            {
                break;
            }
        }

        return last;
    }

    static double SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right, double[] variance)
    {
        var sum = 0.0;
        for (var d = 0; d < variance.Length; d++)
        {
            var distance = (double)left[d] - right[d];
            sum += distance * distance / variance[d];
        }

        return sum;
    }

    static double[] Doubles(ReadOnlySpan<float> vector)
    {
        var doubles = new double[vector.Length];
        for (var d = 0; d < vector.Length; d++)
        {
            doubles[d] = vector[d];
        }

        return doubles;
    }

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
