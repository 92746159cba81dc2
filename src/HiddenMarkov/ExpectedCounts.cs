namespace RnnToolkit.HiddenMarkov;

/// <summary>How often a model is expected to have started in, changed between and emitted from its states: the expectation step of Baum and Welch. Not thread-safe.</summary>
public sealed class ExpectedCounts
{
    readonly HiddenMarkovModel _model;
    readonly double[] _initial;     // [N]
    readonly double[] _transitions; // [N, N]
    readonly double[] _emissions;   // [symbols, N]
    readonly double[] _terms;       // [N]
    double[] _forward = [];         // [T, N]
    double[] _backward = [];

    /// <summary>Nothing counted yet.</summary>
    public ExpectedCounts(HiddenMarkovModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var n = model.States;
        (_model, _initial, _transitions, _emissions, _terms) = (model, new double[n], new double[n * n], new double[model.Emissions.Symbols * n], new double[n]);
    }

    /// <summary>The sum of the logarithms of the texts' probabilities, without those of <see cref="Impossible"/>.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>The symbols of these texts.</summary>
    public long Tokens { get; private set; }

    /// <summary>Texts that the model cannot emit. They count for nothing.</summary>
    public long Impossible { get; private set; }

    /// <summary>Counts a text.</summary>
    public void Add(ReadOnlySpan<int> symbols)
    {
        var (n, length) = (_model.States, symbols.Length * _model.States);
        if (symbols.IsEmpty)
        {
            return;
        }

        if (_forward.Length < length)
        {
            (_forward, _backward) = (new double[length], new double[length]);
        }

        _model.Forward(symbols, _forward);
        var likelihood = LogSpace.Sum(_forward.AsSpan(length - n, n));
        if (double.IsNegativeInfinity(likelihood))
        {
            Impossible++;
            return;
        }

        LogLikelihood += likelihood;
        Tokens += symbols.Length;
        _backward.AsSpan(length - n, n).Clear();
        for (var t = symbols.Length - 1; t >= 0; t--)
        {
            if (t < symbols.Length - 1)
            {
                StepBack(t, symbols[t + 1], likelihood);
            }

            for (var state = 0; state < n; state++)
            {
                var share = Math.Exp(_forward[(t * n) + state] + _backward[(t * n) + state] - likelihood); // P(state at t | symbols)
                _emissions[(symbols[t] * n) + state] += share;
                _initial[state] += t == 0 ? share : 0;
            }
        }
    }

    /// <summary>The model that makes the counted texts more likely: the maximization step.</summary>
    public HiddenMarkovModel Reestimate()
    {
        var n = _model.States;
        var (initial, transitions) = (new double[n], new double[n * n]);
        LogSpace.Normalize(_initial, initial);
        for (var state = 0; state < n; state++)
        {
            LogSpace.Normalize(_transitions.AsSpan(state * n, n), transitions.AsSpan(state * n, n));
        }

        return new HiddenMarkovModel(initial, transitions, _model.Emissions.Reestimate(_emissions));
    }

    /// <summary>The backward variables of a time, and the transitions from it to the next one, which need the same exponentials.</summary>
    void StepBack(int t, int nextSymbol, double likelihood)
    {
        var n = _model.States;
        var emitted = _model.Emissions.Of(nextSymbol);
        var transitions = _model.Transitions;
        for (var from = 0; from < n; from++)
        {
            var largest = double.NegativeInfinity;
            for (var to = 0; to < n; to++)
            {
                _terms[to] = transitions[(from * n) + to] + emitted[to] + _backward[((t + 1) * n) + to];
                largest = Math.Max(largest, _terms[to]);
            }

            if (double.IsNegativeInfinity(largest))
            {
                _backward[(t * n) + from] = largest;
                continue;
            }

            // P(from at t, to at t + 1 | symbols) is at most 1, so its factor cannot overflow.
            var (sum, factor) = (0.0, Math.Exp(_forward[(t * n) + from] + largest - likelihood));
            for (var to = 0; to < n; to++)
            {
                var power = Math.Exp(_terms[to] - largest);
                sum += power;
                _transitions[(from * n) + to] += factor * power;
            }

            _backward[(t * n) + from] = largest + Math.Log(sum);
        }
    }
}
