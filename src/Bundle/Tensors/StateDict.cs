using System.Collections;

namespace RnnToolkit.Bundle;

/// <summary>Tensors by name, in the order in which they were added.</summary>
public sealed class StateDict : IReadOnlyCollection<NamedTensor>
{
    readonly List<NamedTensor> _tensors = [];
    readonly Dictionary<string, NamedTensor> _byName = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _tensors.Count;

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public NamedTensor this[string name] =>
        _byName.TryGetValue(name, out var tensor) ? tensor : throw new KeyNotFoundException($"There is no tensor {name}.");

    /// <summary>Adds a tensor.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the values are not as many as the shape says.</exception>
    public void Add(NamedTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var count = tensor.Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
        if (count != tensor.Data.Length)
        {
            throw new ArgumentException($"{tensor.Name} has {tensor.Data.Length} values, its shape {tensor.ShapeText} needs {count}.", nameof(tensor));
        }

        if (!_byName.TryAdd(tensor.Name, tensor))
        {
            throw new ArgumentException($"There already is a tensor {tensor.Name}.", nameof(tensor));
        }

        _tensors.Add(tensor);
    }

    /// <summary>Whether there is a tensor called <paramref name="name"/>.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <inheritdoc/>
    public IEnumerator<NamedTensor> GetEnumerator() => _tensors.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
