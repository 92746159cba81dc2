using System.Buffers.Binary;
using System.Text;

namespace RnnToolkit.TestSupport;

/// <summary>An event of a file for TensorBoard.</summary>
/// <param name="Step">The global step.</param>
/// <param name="WallTime">Seconds since 1970; of the first event, TorchSharp's ticks.</param>
/// <param name="FileVersion">Of the first event; null for others.</param>
/// <param name="StartsSession">Whether TensorBoard forgets what it has read of this step and later ones.</param>
/// <param name="Values">Scalars, histograms and texts.</param>
public sealed record TensorBoardEvent(long Step, double WallTime, string? FileVersion, bool StartsSession, IReadOnlyList<TensorBoardValue> Values);

/// <summary>One value of an event: one of the last three is not null.</summary>
public sealed record TensorBoardValue(string Tag, float? Scalar, TensorBoardHistogram? Histogram, string? Text);

/// <summary>A histogram.</summary>
public sealed record TensorBoardHistogram(double Min, double Max, double Num, double Sum, double SumSquares, double[] Limits, double[] Counts);

/// <summary>Reads files for TensorBoard with nothing but their specification: TFRecord framing, CRC-32C, and protobuf's wire format.</summary>
public static class EventFile
{
    /// <summary>All events of a file.</summary>
    /// <exception cref="InvalidDataException">A length, a checksum or a field is wrong.</exception>
    public static List<TensorBoardEvent> Read(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var events = new List<TensorBoardEvent>();
        while (!bytes.IsEmpty)
        {
            var length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            RequireChecksum(bytes[..8], bytes[8..]);
            RequireChecksum(bytes.Slice(12, length), bytes[(12 + length)..]);
            events.Add(EventOf(bytes.Slice(12, length)));
            bytes = bytes[(16 + length)..];
        }

        return events;
    }

    /// <summary>What TensorBoard shows of a directory: the values of all its files in the order of their names, without what a restart replaced.</summary>
    public static List<(long Step, TensorBoardValue Value)> Shown(string directory)
    {
        var shown = new List<(long Step, TensorBoardValue Value)>();
        foreach (var read in Directory.EnumerateFiles(directory, "*tfevents*").Order(StringComparer.Ordinal).SelectMany(Read))
        {
            if (read.StartsSession)
            {
                shown.RemoveAll(value => value.Step >= read.Step);
            }

            shown.AddRange(read.Values.Select(value => (read.Step, value)));
        }

        return shown;
    }

    static TensorBoardEvent EventOf(ReadOnlySpan<byte> message)
    {
        var (step, wallTime, version, starts, values) = (0L, 0.0, (string?)null, false, new List<TensorBoardValue>());
        foreach (var (field, number, data) in Fields(message))
        {
            switch (field)
            {
                case 1: wallTime = BitConverter.UInt64BitsToDouble(number); break;
                case 2: step = (long)number; break;
                case 3: version = Encoding.UTF8.GetString(data); break;
                case 5: values.AddRange(Fields(data).Select(value => value.Field == 1 ? ValueOf(value.Data) : throw Wrong("summary", value.Field))); break;
                case 7: starts = Fields(data).Any(status => status is { Field: 1, Number: 1 }); break;
                default: throw Wrong("event", field);
            }
        }

        return new TensorBoardEvent(step, wallTime, version, starts, values);
    }

    static TensorBoardValue ValueOf(byte[] message)
    {
        var (tag, scalar, histogram, text, plugin) = ("", (float?)null, (TensorBoardHistogram?)null, (string?)null, (string?)null);
        foreach (var (field, number, data) in Fields(message))
        {
            switch (field)
            {
                case 1: tag = Encoding.UTF8.GetString(data); break;
                case 2: scalar = BitConverter.UInt32BitsToSingle((uint)number); break;
                case 5: histogram = HistogramOf(data); break;
                case 8: text = TextOf(data); break;
                case 9: plugin = Encoding.UTF8.GetString(Fields(Fields(data).Single().Data).Single().Data); break;
                default: throw Wrong("value", field);
            }
        }

        return text is null == (plugin is null) && plugin is null or "text"
            ? new TensorBoardValue(tag, scalar, histogram, text)
            : throw new InvalidDataException($"{tag}: found the plugin {plugin}, expected text for a text and none else");
    }

    static TensorBoardHistogram HistogramOf(byte[] message)
    {
        var (numbers, limits, counts) = (new double[6], Array.Empty<double>(), Array.Empty<double>());
        foreach (var (field, number, data) in Fields(message))
        {
            switch (field)
            {
                case >= 1 and <= 5: numbers[field] = BitConverter.UInt64BitsToDouble(number); break;
                case 6: limits = Doubles(data); break;
                case 7: counts = Doubles(data); break;
                default: throw Wrong("histogram", field);
            }
        }

        return new TensorBoardHistogram(numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], limits, counts);
    }

    static double[] Doubles(byte[] data) =>
        [.. data.Chunk(sizeof(double)).Select(chunk => BinaryPrimitives.ReadDoubleLittleEndian(chunk))];

    /// <summary>A tensor of type string (7) and shape [1].</summary>
    static string TextOf(byte[] message)
    {
        var fields = Fields(message).ToList();
        var shape = Fields(Fields(fields.Single(field => field.Field == 2).Data).Single().Data).Single();
        return fields.Single(field => field.Field == 1).Number == 7 && shape is { Field: 1, Number: 1 }
            ? Encoding.UTF8.GetString(fields.Single(field => field.Field == 8).Data)
            : throw new InvalidDataException("found another tensor, expected one string");
    }

    /// <summary>The fields of a message: numbers as their bits, everything else as its bytes.</summary>
    static List<(int Field, ulong Number, byte[] Data)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, ulong, byte[])>();
        while (!message.IsEmpty)
        {
            var key = Varint(ref message);
            var (field, number, data) = ((int)(key >> 3), 0UL, Array.Empty<byte>());
            switch (key & 7)
            {
                case 0:
                    number = Varint(ref message);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(message);
                    message = message[sizeof(ulong)..];
                    break;
                case 2:
                    var length = checked((int)Varint(ref message));
                    data = message[..length].ToArray();
                    message = message[length..];
                    break;
                case 5:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(message);
                    message = message[sizeof(uint)..];
                    break;
                default:
                    throw new InvalidDataException($"found the wire type {key & 7}, expected 0, 1, 2 or 5");
            }

            fields.Add((field, number, data));
        }

        return fields;
    }

    static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = 0; ; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }
    }

    static void RequireChecksum(ReadOnlySpan<byte> data, ReadOnlySpan<byte> stored)
    {
        // CRC-32C bit by bit, then TensorFlow's mask.
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78);
            }
        }

        crc = ~crc;
        var masked = unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
        var found = BinaryPrimitives.ReadUInt32LittleEndian(stored);
        if (found != masked)
        {
            throw new InvalidDataException($"found the checksum {found:x8}, expected {masked:x8}");
        }
    }

    static InvalidDataException Wrong(string message, int field) => new($"{message}: found the field {field}, expected another");
}
