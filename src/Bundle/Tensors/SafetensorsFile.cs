using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RnnToolkit.Bundle;

/// <summary>
/// The safetensors format: an 8-byte little-endian header length, a JSON header with name, dtype, shape and byte range of every
/// tensor, then the values. Only float32 is read and written. Nothing in the file is executed, and sizes are checked against the
/// length of the file before memory is allocated.
/// </summary>
/// <remarks>Format: the specification in the README of the huggingface/safetensors repository.</remarks>
public static class SafetensorsFile
{
    const int MaxHeaderLength = 100 << 20; // the specification's own limit
    const int MaxRank = 8;
    const string MetadataKey = "__metadata__";

    /// <summary>Writes tensors in their order, without gaps. The same tensors give the same bytes.</summary>
    public static void Write(Stream stream, StateDict tensors)
    {
        var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            long offset = 0;
            json.WriteStartObject();
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (var dimension in tensor.Shape)
                {
                    json.WriteNumberValue(dimension);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Data.LongLength * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.Length % 8 != 0)
        {
            header.WriteByte((byte)' '); // the values start at a multiple of 8 bytes
        }

        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (var tensor in tensors)
        {
            WriteFloats(stream, tensor.Data);
        }
    }

    /// <summary>Reads all tensors.</summary>
    /// <exception cref="CheckpointFormatException">The file is not safetensors, is truncated or padded, or holds another type than float32.</exception>
    public static StateDict Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads all tensors from a seekable stream.</summary>
    /// <param name="stream">Positioned at the header length.</param>
    /// <param name="path">The name that errors carry.</param>
    /// <exception cref="CheckpointFormatException">As above.</exception>
    public static StateDict Read(Stream stream, string path)
    {
        var fileLength = stream.Length - stream.Position;
        Span<byte> lengthBytes = stackalloc byte[sizeof(long)];
        if (fileLength < sizeof(long))
        {
            throw new CheckpointFormatException(path, null, $"{fileLength} bytes", "a safetensors file of at least 8 bytes");
        }

        stream.ReadExactly(lengthBytes);
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(lengthBytes);
        if (headerLength < 2 || headerLength > Math.Min(MaxHeaderLength, fileLength - sizeof(long)))
        {
            throw new CheckpointFormatException(
                path, "header length", Text(headerLength), $"2 to {Math.Min(MaxHeaderLength, fileLength - sizeof(long))} in a file of {fileLength} bytes");
        }

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        var entries = ReadHeader(path, header, fileLength - sizeof(long) - headerLength);
        var tensors = new StateDict();
        foreach (var entry in entries)
        {
            var data = new float[(entry.End - entry.Begin) / sizeof(float)];
            ReadFloats(stream, data);
            tensors.Add(new NamedTensor(entry.Name, entry.Shape, data));
        }

        return tensors;
    }

    /// <summary>Checks the header against the format and the file, and returns its tensors in the order of their bytes.</summary>
    static List<Entry> ReadHeader(string path, byte[] header, long dataLength)
    {
        var entries = new List<Entry>();
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new CheckpointFormatException(path, "header", document.RootElement.ValueKind.ToString(), "a JSON object");
            }

            foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name != MetadataKey))
            {
                entries.Add(ReadEntry(path, property));
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CheckpointFormatException(path, "header", exception.Message, "JSON with dtype, shape and data_offsets of every tensor", exception);
        }

        entries.Sort((left, right) => left.Begin != right.Begin ? left.Begin.CompareTo(right.Begin) : left.End.CompareTo(right.End));
        long expected = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != expected)
            {
                throw new CheckpointFormatException(path, entry.Name, $"data from byte {entry.Begin}", $"from byte {expected}, without gap or overlap");
            }

            expected = entry.End;
        }

        return expected == dataLength
            ? entries
            : throw new CheckpointFormatException(path, null, $"{dataLength} bytes of values", $"{expected} as the header says");
    }

    static Entry ReadEntry(string path, JsonProperty property)
    {
        var dtype = property.Value.GetProperty("dtype"u8).GetString();
        if (dtype != "F32")
        {
            throw new CheckpointFormatException(path, property.Name, $"dtype {dtype}", "F32");
        }

        var shape = Numbers(property.Value.GetProperty("shape"u8));
        var offsets = Numbers(property.Value.GetProperty("data_offsets"u8));
        if (shape.Length > MaxRank || shape.Any(dimension => dimension < 0))
        {
            throw new CheckpointFormatException(path, property.Name, $"shape [{string.Join(", ", shape)}]", $"at most {MaxRank} dimensions, none negative");
        }

        if (offsets is not [>= 0, >= 0] || offsets[1] < offsets[0])
        {
            throw new CheckpointFormatException(path, property.Name, $"data_offsets [{string.Join(", ", offsets)}]", "a begin and an end");
        }

        var (begin, end) = (offsets[0], offsets[1]);
        var count = shape.Aggregate((Int128)1, (product, dimension) => product > long.MaxValue ? product : product * dimension);
        return count * sizeof(float) == end - begin && count <= Array.MaxLength
            ? new Entry(property.Name, shape, begin, end)
            : throw new CheckpointFormatException(
                path, property.Name, $"{end - begin} bytes", $"{count} float32 values for shape [{string.Join(", ", shape)}]");
    }

    static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt64())];

    static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    static void WriteFloats(Stream stream, float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes<float>(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    static void ReadFloats(Stream stream, float[] values)
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        stream.ReadExactly(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.Slice(i * sizeof(float), sizeof(float)));
            }
        }
    }

    readonly record struct Entry(string Name, long[] Shape, long Begin, long End);
}
