using Google.Protobuf;

namespace RnnToolkit.Fuzz.Mutations;

/// <summary>Changes in the fields of a protobuf message, at any depth, without its schema.</summary>
static class Protobuf
{
    const int MaxDepth = 8;
    const int NestedLevels = 300;

    /// <summary>Removes, doubles, moves, renumbers or rewrites a field; falls back to bytes where the input is no message.</summary>
    public static byte[] Mutate(byte[] message, Random random) => Mutate(message, random, MaxDepth);

    static byte[] Mutate(byte[] message, Random random, int depth)
    {
        if (Fields(message) is not { Count: > 0 } fields)
        {
            return Bytes.Mutate(message, message, random);
        }

        var at = random.Next(fields.Count);
        var field = fields[at];
        switch (random.Next(8))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(at, field);
                break;
            case 2:
                (fields[0], fields[at]) = (field, fields[0]);
                break;
            case 3:
                fields[at] = field with { Number = 1 + random.Next(40) };
                break;
            case 4 when field.Payload is { } payload:
                fields[at] = field with { Payload = Nested(payload, field.Number) };
                break;
            default:
                fields[at] = field.Payload is { } inner
                    ? field with { Payload = depth > 0 ? Mutate(inner, random, depth - 1) : Bytes.Mutate(inner, inner, random) }
                    : field with { Value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64) };
                break;
        }

        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            fields.ForEach(each => each.WriteTo(output));
        }

        return stream.ToArray();
    }

    // A parser that recurses must stop before the stack does.
    static byte[] Nested(byte[] payload, int number)
    {
        for (var level = 0; level < NestedLevels && payload.Length < 100_000; level++)
        {
            using var stream = new MemoryStream();
            using (var output = new CodedOutputStream(stream, leaveOpen: true))
            {
                new Field(number, WireFormat.WireType.LengthDelimited, 0, payload).WriteTo(output);
            }

            payload = stream.ToArray();
        }

        return payload;
    }

    static List<Field>? Fields(byte[] message)
    {
        var fields = new List<Field>();
        var input = new CodedInputStream(message);
        try
        {
            while (input.ReadTag() is var tag and not 0)
            {
                var (number, type) = (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag));
                fields.Add(type switch
                {
                    WireFormat.WireType.Varint => new(number, type, input.ReadUInt64(), null),
                    WireFormat.WireType.Fixed32 => new(number, type, input.ReadFixed32(), null),
                    WireFormat.WireType.Fixed64 => new(number, type, input.ReadFixed64(), null),
                    WireFormat.WireType.LengthDelimited => new(number, type, 0, input.ReadBytes().ToByteArray()),
                    _ => throw new FormatException(), // a group, which ONNX does not use
                });
            }

            return fields;
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or FormatException)
        {
            return null;
        }
    }

    sealed record Field(int Number, WireFormat.WireType Type, ulong Value, byte[]? Payload)
    {
        public void WriteTo(CodedOutputStream output)
        {
            output.WriteTag(Number, Type);
            switch (Type)
            {
                case WireFormat.WireType.Varint: output.WriteUInt64(Value); break;
                case WireFormat.WireType.Fixed32: output.WriteFixed32((uint)Value); break;
                case WireFormat.WireType.Fixed64: output.WriteFixed64(Value); break;
                default: output.WriteBytes(ByteString.CopyFrom(Payload!)); break;
            }
        }
    }
}
