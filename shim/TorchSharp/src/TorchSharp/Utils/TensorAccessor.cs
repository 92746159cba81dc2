using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor in row-major order, whatever its strides.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    readonly Tensor _tensor;
    readonly IntPtr _data;
    readonly long[] _shape;
    readonly long[] _strides;
    readonly bool _isContiguous;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _data = tensor.CpuData();
        _shape = tensor.shape;
        _strides = tensor.Strides;
        _isContiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    /// <summary>One index counts elements in row-major order; several name a position.</summary>
    public T this[params long[] indices]
    {
        get => Element(indices.Length == 1 ? Offset(indices[0]) : Offset(indices));
        set => Element(indices.Length == 1 ? Offset(indices[0]) : Offset(indices)) = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_isContiguous && count > 0)
        {
            new ReadOnlySpan<T>((T*)Live() + tensorIndex, count).CopyTo(array[arrayIndex..]);
            return;
        }
        for (var i = 0; i < count; i++)
        {
            array[arrayIndex + i] = Element(Offset(tensorIndex + i));
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++)
        {
            yield return Element(Offset(i));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The memory is the tensor's; there is nothing to release.</summary>
    public void Dispose() { }

    unsafe ref T Element(long offset) => ref ((T*)Live())[offset];

    // Memory that was given back must not be touched; the handle check is what tells.
    IntPtr Live()
    {
        _ = _tensor.Handle;
        return _data;
    }

    long Offset(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The tensor has {Count} elements.");
        }
        if (_isContiguous)
        {
            return index;
        }
        var offset = 0L;
        for (var dim = _shape.Length - 1; dim >= 0; dim--)
        {
            (index, var position) = Math.DivRem(index, _shape[dim]);
            offset += position * _strides[dim];
        }
        return offset;
    }

    long Offset(long[] indices)
    {
        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException($"The tensor has {_shape.Length} dimensions, found {indices.Length} indices.", nameof(indices));
        }
        var offset = 0L;
        for (var dim = 0; dim < indices.Length; dim++)
        {
            if (indices[dim] < 0 || indices[dim] >= _shape[dim])
            {
                throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[dim]} is outside dimension {dim} of {_shape[dim]}.");
            }
            offset += indices[dim] * _strides[dim];
        }
        return offset;
    }
}
