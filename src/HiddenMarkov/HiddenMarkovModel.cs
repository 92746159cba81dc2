namespace RnnToolkit.HiddenMarkov;

/// <summary>
/// A hidden Markov model: a chain of states that nobody sees (the paper's equations 43 to 49 and 51 to 54), each of which emits a symbol.
/// All numbers are logarithms in float64. Immutable.
/// </summary>
public sealed class HiddenMarkovModel
{
    readonly double[] _initial;     // log pi [N]
    readonly double[] _transitions; // log a [N, N]: from, to
    readonly double[] _into;        // the same, to, from

    /// <summary>Creates a model.</summary>
    /// <param name="initial">log P(first state) [N].</param>
    /// <param name="transitions">log P(next state | state) [N, N], a row a state.</param>
    /// <param name="emissions">The emissions of the same N states.</param>
    public HiddenMarkovModel(double[] initial, double[] transitions, Emissions emissions)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(transitions);
        ArgumentNullException.ThrowIfNull(emissions);
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Length, emissions.States);
        ArgumentOutOfRangeException.ThrowIfNotEqual(transitions.Length, emissions.States * emissions.States);
        (_initial, _transitions, Emissions) = (initial, transitions, emissions);
        _into = new double[transitions.Length];
        for (var i = 0; i < transitions.Length; i++)
        {
            _into[(i % States * States) + (i / States)] = transitions[i];
        }
    }

    /// <summary>N, the number of states (equation 51).</summary>
    public int States => Emissions.States;

    /// <summary>log P(first state) [N].</summary>
    public ReadOnlySpan<double> Initial => _initial;

    /// <summary>log P(next state | state) [N, N], a row a state (equations 45, 53 and 54).</summary>
    public ReadOnlySpan<double> Transitions => _transitions;

    /// <summary>What the states emit.</summary>
    public Emissions Emissions { get; }

    /// <summary>A model with random chances of states, where training starts.</summary>
    public static HiddenMarkovModel Start(Emissions emissions, Random random)
    {
        ArgumentNullException.ThrowIfNull(emissions);
        ArgumentNullException.ThrowIfNull(random);
        var states = emissions.States;
        var (initial, transitions) = (new double[states], new double[states * states]);
        for (var row = -1; row < states; row++)
        {
            double[] shares = [.. Enumerable.Range(0, states).Select(_ => 0.5 + random.NextDouble())];
            LogSpace.Normalize(shares, row < 0 ? initial : transitions.AsSpan(row * states, states));
        }

        return new HiddenMarkovModel(initial, transitions, emissions);
    }

    /// <summary>The logarithm of the probability of states together with the symbols that they emit (equations 46, 47, 57 and 59).</summary>
    public double LogJoint(ReadOnlySpan<int> states, ReadOnlySpan<int> symbols)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(symbols.Length, states.Length);
        var sum = 0.0;
        for (var t = 0; t < states.Length; t++)
        {
            sum += (t == 0 ? _initial[states[0]] : _transitions[(states[t - 1] * States) + states[t]]) + Emissions.Of(symbols[t])[states[t]];
        }

        return sum;
    }

    /// <summary>The logarithm of the probability of symbols, whatever the states were; 0 for no symbols.</summary>
    public double LogLikelihood(ReadOnlySpan<int> symbols)
    {
        var (states, next) = (new double[States], new double[States]);
        for (var t = 0; t < symbols.Length; t++)
        {
            Advance(t, symbols[t], states, next);
            (states, next) = (next, states);
        }

        return symbols.IsEmpty ? 0 : LogSpace.Sum(states);
    }

    /// <summary>The forward variables: for each time the logarithms of P(symbols up to it, state) [T, N].</summary>
    public void Forward(ReadOnlySpan<int> symbols, Span<double> forward)
    {
        for (var t = 0; t < symbols.Length; t++)
        {
            Advance(t, symbols[t], t == 0 ? default : forward.Slice((t - 1) * States, States), forward.Slice(t * States, States));
        }
    }

    /// <summary>The backward variables: for each time the logarithms of P(symbols after it | state) [T, N].</summary>
    public void Backward(ReadOnlySpan<int> symbols, Span<double> backward)
    {
        Span<double> terms = stackalloc double[States];
        for (var t = symbols.Length - 1; t >= 0; t--)
        {
            for (var from = 0; from < States; from++)
            {
                for (var to = 0; to < States && t < symbols.Length - 1; to++)
                {
                    terms[to] = _transitions[(from * States) + to] + Emissions.Of(symbols[t + 1])[to] + backward[((t + 1) * States) + to];
                }

                backward[(t * States) + from] = t == symbols.Length - 1 ? 0 : LogSpace.Sum(terms);
            }
        }
    }

    /// <summary>The most probable states of symbols, by Viterbi's algorithm; of equally probable ones the lowest, from the end on.</summary>
    /// <returns>The states, and the logarithm of their probability together with the symbols.</returns>
    public (int[] States, double LogProbability) Viterbi(ReadOnlySpan<int> symbols)
    {
        var (n, best, next) = (States, new double[States], new double[States]);
        var came = new int[symbols.Length * n]; // the state before, on the best way to each state
        for (var t = 0; t < symbols.Length; t++)
        {
            var emitted = Emissions.Of(symbols[t]);
            for (var to = 0; to < n; to++)
            {
                var (from, value) = (0, double.NegativeInfinity);
                for (var state = 0; state < n && t > 0; state++)
                {
                    var candidate = best[state] + _into[(to * n) + state];
                    (from, value) = candidate > value ? (state, candidate) : (from, value);
                }

                next[to] = (t == 0 ? _initial[to] : value) + emitted[to];
                came[(t * n) + to] = from;
            }

            (best, next) = (next, best);
        }

        var path = new int[symbols.Length];
        for (var t = symbols.Length - 1; t >= 0; t--)
        {
            path[t] = t == symbols.Length - 1 ? Array.IndexOf(best, best.Max()) : came[((t + 1) * n) + path[t + 1]];
        }

        return (path, symbols.IsEmpty ? 0 : best.Max());
    }

    /// <summary>The chances of the states at a time, whatever was emitted (equations 48 and 49).</summary>
    /// <param name="time">0 for the first symbol.</param>
    public double[] Marginal(int time)
    {
        double[] chances = [.. _initial.Select(Math.Exp)];
        for (var t = 0; t < time; t++)
        {
            chances = Step(chances);
        }

        return chances;
    }

    /// <summary>The chances of the states that a step does not change (equation 50).</summary>
    /// <remarks>
    /// The mean over many steps, which ends there for every irreducible chain, also for one that walks in a circle. Steps are doubled by squaring the matrix.
    /// </remarks>
    public double[] Stationary()
    {
        const int Doublings = 60;
        var n = States;
        var matrix = _transitions.Select((value, i) => (Math.Exp(value) + (i / n == i % n ? 1 : 0)) / 2).ToArray(); // lazy: the same chances, and no circles
        for (var i = 0; i < Doublings; i++)
        {
            var square = new double[matrix.Length];
            for (var row = 0; row < n; row++)
            {
                for (var column = 0; column < n; column++)
                {
                    for (var k = 0; k < n; k++)
                    {
                        square[(row * n) + column] += matrix[(row * n) + k] * matrix[(k * n) + column];
                    }
                }

                var sum = square.AsSpan(row * n, n).ToArray().Sum();
                for (var column = 0; column < n; column++)
                {
                    square[(row * n) + column] /= sum; // rounding must not grow with the doublings
                }
            }

            matrix = square;
        }

        return [.. Enumerable.Range(0, n).Select(to => Enumerable.Range(0, n).Sum(from => Math.Exp(_initial[from]) * matrix[(from * n) + to]))];
    }

    /// <summary>The forward variables of a time from those of the time before.</summary>
    void Advance(int t, int symbol, ReadOnlySpan<double> before, Span<double> now)
    {
        var emitted = Emissions.Of(symbol);
        Span<double> terms = stackalloc double[States];
        for (var to = 0; to < now.Length; to++)
        {
            if (t == 0)
            {
                now[to] = _initial[to] + emitted[to];
                continue;
            }

            for (var from = 0; from < terms.Length; from++)
            {
                terms[from] = before[from] + _into[(to * terms.Length) + from];
            }

            now[to] = LogSpace.Sum(terms) + emitted[to];
        }
    }

    double[] Step(double[] chances) =>
        [.. Enumerable.Range(0, States).Select(to => Enumerable.Range(0, States).Sum(from => chances[from] * Math.Exp(_into[(to * States) + from])))];
}
