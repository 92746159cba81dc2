using static TorchSharp.torch;

namespace TorchSharp;

// The format of a tensor: element type, rank and sizes as unsigned LEB128, then the elements as they lie in memory.
public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        var dense = tensor.cpu().contiguous();
        var shape = dense.shape;
        writer.Write7BitEncodedInt64((long)dense.dtype);
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (var size in shape)
        {
            writer.Write7BitEncodedInt64(size);
        }
        writer.Write(dense.bytes);
    }

    /// <summary>Reads values into a tensor of the same type and shape; <paramref name="skip"/> reads past them.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using var loaded = Load(reader, skip);
        if (skip)
        {
            return;
        }
        if (loaded.dtype != tensor.dtype || !loaded.shape.AsSpan().SequenceEqual(tensor.shape))
        {
            throw new ArgumentException($"The stream holds {loaded}, expected {tensor}.");
        }
        using var _ = no_grad();
        tensor.copy_(loaded);
    }

    /// <summary>Reads a new tensor.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var rank = reader.Read7BitEncodedInt64();
        if (!Enum.IsDefined(type) || rank is < 0 or > 64)
        {
            throw new InvalidDataException($"Not a tensor: found element type {(int)type} and {rank} dimensions.");
        }
        var shape = new long[rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.Read7BitEncodedInt64();
        }
        RequireBytes(reader, type, shape);

        var tensor = empty(shape, type);
        try
        {
            reader.BaseStream.ReadExactly(tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    // Sizes come from outside: they must fit what the stream still holds before memory is asked for.
    static void RequireBytes(BinaryReader reader, ScalarType type, long[] shape)
    {
        using var one = empty([1], type);
        var size = (Int128)one.ElementSize;
        foreach (var length in shape)
        {
            size *= length < 0 ? throw new InvalidDataException($"Not a tensor: found a dimension of {length}.") : length;
            if (size > int.MaxValue || (reader.BaseStream.CanSeek && size > reader.BaseStream.Length - reader.BaseStream.Position))
            {
                throw new InvalidDataException($"A tensor of [{string.Join(", ", shape)}] {type} is larger than the rest of the stream.");
            }
        }
    }
}
