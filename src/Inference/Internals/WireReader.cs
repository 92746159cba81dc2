using System.Text;

namespace RnnToolkit.Inference.Internals;

/// <summary>Reads the fields of one message in protobuf's wire format. Checks every length before it is used, and copies nothing.</summary>
/// <remarks>See https://protobuf.dev/programming-guides/encoding. Groups, which ONNX does not have, are refused.</remarks>
struct WireReader(ReadOnlyMemory<byte> message)
{
    const int Varint = 0;
    const int Fixed64 = 1;
    const int LengthDelimited = 2;
    const int Fixed32 = 5;

    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly ReadOnlyMemory<byte> _message = message;
    int _at;
    int _wireType;
    ulong _number;
    ReadOnlyMemory<byte> _bytes;

    /// <summary>The number of the field that was read.</summary>
    public int Field { get; private set; }

    /// <summary>Reads the next field.</summary>
    /// <exception cref="FormatException">The message is damaged.</exception>
    public bool Read()
    {
        if (_at == _message.Length)
        {
            return false;
        }

        var tag = ReadVarint();
        if (tag >> 3 is 0 or > int.MaxValue)
        {
            throw new FormatException($"a field with the number {tag >> 3}");
        }

        (Field, _wireType, _number, _bytes) = ((int)(tag >> 3), (int)(tag & 7), 0, default);
        switch (_wireType)
        {
            case Varint:
                _number = ReadVarint();
                break;
            case Fixed64:
                Take(sizeof(ulong));
                break;
            case LengthDelimited:
                Take(ReadVarint());
                break;
            case Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw new FormatException($"field {Field} with the wire type {_wireType}");
        }

        return true;
    }

    /// <summary>The bytes of the field: a message, a tensor's data.</summary>
    public readonly ReadOnlyMemory<byte> Bytes => _wireType == LengthDelimited ? _bytes : throw OtherType("bytes");

    /// <summary>The field as an integer.</summary>
    public readonly long Number => _wireType == Varint ? (long)_number : throw OtherType("a number");

    /// <summary>The field as text.</summary>
    public readonly string Text
    {
        get
        {
            try
            {
                return s_utf8.GetString(Bytes.Span);
            }
            catch (DecoderFallbackException exception)
            {
                throw new FormatException($"field {Field} with bytes that are not UTF-8", exception);
            }
        }
    }

    /// <summary>Appends the integers of a repeated field, which may be packed.</summary>
    /// <param name="values">Gets them.</param>
    /// <param name="most">The largest number of values.</param>
    public readonly void AddNumbers(List<long> values, int most)
    {
        if (_wireType == Varint)
        {
            values.Add(Number);
        }
        else
        {
            for (var packed = new WireReader(Bytes); packed._at < packed._message.Length && values.Count <= most;)
            {
                values.Add((long)packed.ReadVarint());
            }
        }

        if (values.Count > most)
        {
            throw new FormatException($"field {Field} with more than {most} values");
        }
    }

    ulong ReadVarint()
    {
        var value = 0UL;
        var span = _message.Span;
        for (var shift = 0; shift < 64 && _at < span.Length; shift += 7)
        {
            var next = span[_at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("a number that does not end");
    }

    void Take(ulong length)
    {
        if (length > (ulong)(_message.Length - _at))
        {
            throw new FormatException($"field {Field} with {length} bytes where {_message.Length - _at} are left");
        }

        _bytes = _message.Slice(_at, (int)length);
        _at += (int)length;
    }

    readonly FormatException OtherType(string expected) => new($"field {Field} with the wire type {_wireType} instead of {expected}");
}
