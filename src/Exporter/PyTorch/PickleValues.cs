namespace RnnToolkit.Exporter.PyTorch;

/// <summary>A tuple. Other values are <see langword="null"/>, bool, long, double, string, and the types below.</summary>
sealed record PickleTuple(object?[] Items);

/// <summary>A list, whose items are of no interest: nothing that we need is in one.</summary>
sealed record PickleList;

/// <summary>A dict or OrderedDict, its entries in order.</summary>
sealed class PickleDict
{
    /// <summary>Keys and values.</summary>
    public List<(object? Key, object? Value)> Entries { get; } = [];

    /// <summary>The tensors that have a name.</summary>
    public IEnumerable<(string Name, PickledTensor Tensor)> Tensors =>
        from entry in Entries where entry is (string, PickledTensor) select ((string)entry.Key!, (PickledTensor)entry.Value!);
}

/// <summary>Values that lie in a file of their own inside the archive.</summary>
/// <param name="Key">The name of that file.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="Count">How many there are.</param>
sealed record PickledStorage(string Key, StorageType Type, long Count);

/// <summary>A view of a storage; nothing has been checked against the storage yet.</summary>
/// <param name="Storage">Where the values are.</param>
/// <param name="Offset">Index of the first element.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Strides">Elements from one index to the next, for each dimension.</param>
sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>Element types, by PyTorch's name of the storage class.</summary>
enum StorageType
{
    FloatStorage,
    HalfStorage,
    BFloat16Storage,
    DoubleStorage,
    LongStorage,
    IntStorage,
    ShortStorage,
    CharStorage,
    ByteStorage,
    BoolStorage,
}
