using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace RnnToolkit.Inference;

/// <summary>The probabilities of all labels of one prediction, in the order of the bundle's labels; they add up to 1.</summary>
/// <remarks>
/// A view: with two labels it is computed from one number; with more it looks into an array that all predictions of a batch share.
/// Neither reading nor enumerating with <c>foreach</c> allocates.
/// </remarks>
public readonly struct LabelProbabilities : IReadOnlyDictionary<string, float>, IEquatable<LabelProbabilities>
{
    readonly string[]? _labels;
    readonly float[]? _values; // null with two labels, and where they were not kept
    readonly int _first;
    readonly float _positive;

    internal LabelProbabilities(string[] labels, float positive) => (_labels, _positive) = (labels, positive);

    internal LabelProbabilities(string[] labels, float[] values, int first) => (_labels, _values, _first) = (labels, values, first);

    /// <summary>The number of labels; 0 where <see cref="TextClassifierOptions.KeepProbabilities"/> is off and there are more than two.</summary>
    public int Count => _labels?.Length ?? 0;

    /// <summary>The labels.</summary>
    public IEnumerable<string> Keys => _labels ?? [];

    /// <summary>The probabilities, in the order of <see cref="Keys"/>.</summary>
    public IEnumerable<float> Values
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                yield return At(i);
            }
        }
    }

    /// <summary>The probability of a label, 0 to 1.</summary>
    /// <exception cref="KeyNotFoundException">There is no such label.</exception>
    public float this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no label \"{key}\".");

    /// <summary>The probability of the label with an index, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Count"/>.</exception>
    public float At(int labelIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(labelIndex, Count);
        return _values is null
            ? labelIndex == 1 ? _positive : 1 - _positive
            : _values[_first + labelIndex];
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        var index = IndexOf(key);
        value = index < 0 ? 0 : At(index);
        return index >= 0;
    }

    /// <summary>Enumerates labels and probabilities.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <inheritdoc/>
    public bool Equals(LabelProbabilities other)
    {
        if (Count != other.Count || (_labels != other._labels && !Keys.SequenceEqual(other.Keys)))
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!At(i).Equals(other.At(i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LabelProbabilities other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, At(0));

    /// <summary>Labels and probabilities in one line, for debugging.</summary>
    public override string ToString() => string.Join(", ", this.Select(each => FormattableString.Invariant($"{each.Key} {each.Value}")));

    /// <summary>Whether both have the same labels and probabilities.</summary>
    public static bool operator ==(LabelProbabilities left, LabelProbabilities right) => left.Equals(right);

    /// <summary>Whether labels or probabilities differ.</summary>
    public static bool operator !=(LabelProbabilities left, LabelProbabilities right) => !left.Equals(right);

    IEnumerator<KeyValuePair<string, float>> IEnumerable<KeyValuePair<string, float>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    int IndexOf(string key) => _labels is null ? -1 : Array.IndexOf(_labels, key);

    /// <summary>Enumerates labels and probabilities without allocating.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<string, float>>
    {
        readonly LabelProbabilities _probabilities;
        int _index;

        internal Enumerator(LabelProbabilities probabilities) => (_probabilities, _index) = (probabilities, -1);

        /// <inheritdoc/>
        public readonly KeyValuePair<string, float> Current => new(_probabilities._labels![_index], _probabilities.At(_index));

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _probabilities.Count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
