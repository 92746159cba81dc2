using System.Buffers.Binary;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.PyTorch;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>The pickle in a file of torch.save: a program for a stack machine.</summary>
static class PickleTarget
{
    // Operations with the bytes that follow them, as `pickletools` of Python's library documents them; some that must be refused are among them.
    static readonly byte[][] s_operations =
    [
        [0x80, 2], [(byte)'}'], [(byte)']'], [(byte)')'], [(byte)'('], [(byte)'N'], [0x88], [0x89], [(byte)'K', 3], [(byte)'M', 0, 1], [(byte)'J', 255, 255, 255, 255],
        [0x8A, 8, 255, 255, 255, 255, 255, 255, 255, 127], [0x8A, 255], [(byte)'G', 127, 240, 0, 0, 0, 0, 0, 0], [0x8C, 1, (byte)'a'], [(byte)'X', 255, 255, 255, 127], [0x85], [0x86],
        [0x87], [(byte)'t'], [(byte)'a'], [(byte)'e'], [(byte)'s'], [(byte)'u'], [(byte)'q', 0], [(byte)'h', 0], [(byte)'r', 255, 255, 255, 255], [(byte)'j', 0, 0, 0, 0], [0x94], [0x93],
        [(byte)'Q'], [(byte)'R'], [(byte)'b'], [(byte)'.'], [0x95, 255, 255, 255, 255, 255, 255, 255, 255], [(byte)'0'], [(byte)'2'], [(byte)'i'], [(byte)'o'], [0x81],
        "ccollections\nOrderedDict\n"u8.ToArray(), "ctorch._utils\n_rebuild_tensor_v2\n"u8.ToArray(), "ctorch\nFloatStorage\n"u8.ToArray(), "cos\nsystem\n"u8.ToArray(),
    ];

    public static FuzzTarget Create() => new(
        "pickle", [Seed([]), Seed([("fc.bias", [1], 0)]), Seed(TorchArchiveTarget.Tensors)], Mutate, (bytes, _) => RestrictedUnpickler.Read(bytes, "fuzz.pt"), typeof(CheckpointFormatException));

    /// <summary>A state dict as torch.save writes it, each tensor in a storage of its own.</summary>
    public static byte[] Seed(IReadOnlyList<(string Name, long[] Shape, int Key)> tensors)
    {
        using var pickle = new MemoryStream();
        Write([0x80, 2]);
        Write("ccollections\nOrderedDict\n"u8);
        Write(")Rq\0("u8);
        foreach (var (name, shape, key) in tensors)
        {
            var count = (int)shape.Aggregate(1L, (a, b) => a * b);
            Text(name);
            Write("ctorch._utils\n_rebuild_tensor_v2\n(("u8);
            Text("storage");
            Write("ctorch\nFloatStorage\n"u8);
            Text($"{key}");
            Text("cpu");
            Number(count);
            Write("tQK\0"u8);
            Numbers(shape);
            Numbers([.. shape.Select((_, at) => shape.Skip(at + 1).Aggregate(1L, (a, b) => a * b))]);
            Write([0x89]);
            Write("ccollections\nOrderedDict\n)RtR"u8);
        }

        Write("u."u8);
        return pickle.ToArray();

        void Write(ReadOnlySpan<byte> bytes) => pickle.Write(bytes);

        void Text(string text) => WithLength('X', Encoding.UTF8.GetBytes(text));

        void Number(int number)
        {
            Span<byte> bytes = stackalloc byte[5];
            bytes[0] = (byte)'J';
            BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], number);
            Write(bytes);
        }

        void Numbers(long[] numbers)
        {
            Write("("u8);
            Array.ForEach(numbers, number => Number((int)number));
            Write("t"u8);
        }

        void WithLength(char operation, byte[] bytes)
        {
            Span<byte> head = stackalloc byte[5];
            head[0] = (byte)operation;
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
            Write(head);
            Write(bytes);
        }
    }

    public static byte[] Mutate(byte[] pickle, Random random)
    {
        var at = random.Next(pickle.Length + 1);
        var operation = s_operations[random.Next(s_operations.Length)];
        return random.Next(3) switch
        {
            0 => [.. pickle[..at], .. operation, .. pickle[at..]],
            1 => [.. pickle[..at], .. Enumerable.Repeat(operation, 1 + random.Next(2000)).SelectMany(bytes => bytes), .. pickle[at..]],
            _ => [.. pickle[..at], .. operation, .. pickle[Math.Min(pickle.Length, at + operation.Length)..]],
        };
    }
}
