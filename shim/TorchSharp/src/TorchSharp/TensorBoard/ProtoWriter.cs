using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TorchSharp.TensorBoard;

/// <summary>Writes the fields of a protobuf message, those with the default value included: the caller leaves them out where proto3 does.</summary>
sealed class ProtoWriter
{
    const int Fixed64 = 1;
    const int Delimited = 2;
    const int Fixed32 = 5;

    readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public ProtoWriter Integer(int field, long value)
    {
        Tag(field, 0);
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public ProtoWriter Double(int field, double value)
    {
        Tag(field, Fixed64);
        Raw(value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, byte[] value)
    {
        Tag(field, Delimited);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>A list of numbers, packed.</summary>
    public ProtoWriter Doubles(int field, IReadOnlyCollection<double> values)
    {
        Tag(field, Delimited);
        Varint((ulong)(values.Count * sizeof(double)));
        foreach (var value in values)
        {
            Raw(value);
        }
        return this;
    }

    void Raw(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    void Tag(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    void Varint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }
        _bytes.Write([(byte)value]);
    }
}
