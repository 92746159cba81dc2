using System.Buffers.Binary;
using System.IO.Compression;
using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.PyTorch;

/// <summary>Reads tensors out of the storages of an archive, as float32.</summary>
/// <param name="archive">The archive.</param>
/// <param name="root">The directory in it that everything is under.</param>
/// <param name="fileLength">Length of the file, which bounds what is read.</param>
sealed class StorageReader(string path, ZipArchive archive, string root, long fileLength)
{
    const int MaxRank = 8;

    readonly Dictionary<string, byte[]> _storages = new(StringComparer.Ordinal);

    // Views may share a storage and entries may overlap, but all of them together stay within what the file can hold.
    long _valuesLeft = fileLength;
    long _bytesLeft = fileLength;

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="CheckpointFormatException">Its storage is missing, too short, or of whole numbers; or its shape does not fit.</exception>
    public NamedTensor Read(string name, PickledTensor tensor)
    {
        var size = ElementSize(name, tensor.Storage.Type);
        var count = CheckedCount(name, tensor);
        var bytes = Storage(name, tensor.Storage, size);
        var values = new float[count];
        var index = new long[tensor.Shape.Length];
        for (long i = 0, at = tensor.Offset; i < count; i++)
        {
            values[i] = Value(bytes.AsSpan((int)(at * size), size), tensor.Storage.Type);
            at += Advance(index, tensor);
        }

        return new NamedTensor(name, tensor.Shape, values);
    }

    /// <summary>Steps to the next index in row-major order; returns how far the value is from the last one.</summary>
    static long Advance(long[] index, PickledTensor tensor)
    {
        var step = 0L;
        for (var axis = index.Length - 1; axis >= 0; axis--)
        {
            if (++index[axis] < tensor.Shape[axis])
            {
                return step + tensor.Strides[axis];
            }

            step -= (tensor.Shape[axis] - 1) * tensor.Strides[axis];
            index[axis] = 0;
        }

        return step;
    }

    long CheckedCount(string name, PickledTensor tensor)
    {
        var (shape, strides, storage) = (tensor.Shape, tensor.Strides, tensor.Storage);
        if (shape.Length > MaxRank || shape.Length != strides.Length || shape.Any(length => length < 0) || strides.Any(stride => stride < 0) || tensor.Offset < 0)
        {
            throw Refused(name, $"shape [{string.Join(", ", shape)}], strides [{string.Join(", ", strides)}]", $"at most {MaxRank} dimensions, each with a stride");
        }

        var (count, last) = ((Int128)1, (Int128)tensor.Offset);
        for (var axis = 0; axis < shape.Length; axis++)
        {
            count = Int128.Min(count * shape[axis], long.MaxValue);
            last += (Int128)Math.Max(shape[axis] - 1, 0) * strides[axis];
        }

        // A view with more values than its storage repeats them; no parameter does.
        if (count > storage.Count || (count > 0 && last >= storage.Count) || count > _valuesLeft)
        {
            throw Refused(name, $"{count} values up to number {last + 1}", $"at most the {storage.Count} of its storage and the {_valuesLeft} that the file can still hold");
        }

        _valuesLeft -= (long)count;
        return (long)count;
    }

    byte[] Storage(string name, PickledStorage storage, int size)
    {
        if (!_storages.TryGetValue(storage.Key, out var bytes))
        {
            var entry = archive.GetEntry($"{root}/data/{storage.Key}")
                ?? throw Refused(name, "no values in the archive", $"an entry data/{storage.Key}");
            _storages[storage.Key] = bytes = PyTorchFile.StoredBytes(path, entry, _bytesLeft);
            _bytesLeft -= bytes.Length;
        }

        return storage.Count >= 0 && (Int128)storage.Count * size <= bytes.Length
            ? bytes
            : throw Refused(name, $"{bytes.Length} bytes of values", $"{(Int128)storage.Count * size} for its storage of {storage.Count}");
    }

    int ElementSize(string name, StorageType type) => type switch
    {
        StorageType.FloatStorage => 4,
        StorageType.HalfStorage or StorageType.BFloat16Storage => 2,
        StorageType.DoubleStorage => 8,
        _ => throw Refused(name, $"a tensor of whole numbers, {type}", "floating-point parameters alone"),
    };

    static float Value(ReadOnlySpan<byte> bytes, StorageType type) => type switch
    {
        StorageType.FloatStorage => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        StorageType.HalfStorage => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        StorageType.BFloat16Storage => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    CheckpointFormatException Refused(string name, string found, string expected) => new(path, name, found, expected);
}
