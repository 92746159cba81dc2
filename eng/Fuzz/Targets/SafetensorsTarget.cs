using System.Buffers.Binary;
using RnnToolkit.Bundle;
using RnnToolkit.Fuzz.Mutations;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>Safetensors: eight bytes with the header's length, the header in JSON, the data.</summary>
static class SafetensorsTarget
{
    public static FuzzTarget Create() => new(
        "safetensors",
        [Seed([]), Seed([("a", [2, 3])]), Seed([("a", [1]), ("b.weight", [4, 2]), ("c", [2, 2, 2])])],
        Mutate,
        (bytes, _) => SafetensorsFile.Read(new MemoryStream(bytes), "fuzz.safetensors"),
        typeof(ArtifactFormatException));

    /// <summary>A valid file with tensors of these names and shapes.</summary>
    public static byte[] Seed(IEnumerable<(string Name, long[] Shape)> tensors)
    {
        var weights = new StateDict();
        foreach (var (name, shape) in tensors)
        {
            weights.Add(new NamedTensor(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => i / 8f)]));
        }

        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, weights);
        return stream.ToArray();
    }

    public static byte[] Mutate(byte[] file, Random random)
    {
        if (file.Length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(file) is var length && length > (ulong)(file.Length - sizeof(ulong)))
        {
            return Bytes.Mutate(file, file, random);
        }

        var data = file[(sizeof(ulong) + (int)length)..];
        var header = Json.Mutate(file[sizeof(ulong)..(sizeof(ulong) + (int)length)], random);
        var result = new byte[sizeof(ulong) + header.Length + data.Length];
        // The length is usually right, or the parser would never read what follows it.
        BinaryPrimitives.WriteUInt64LittleEndian(result, (ulong)(header.Length + (random.Next(10) == 0 ? random.Next(-9, 9) : 0)));
        header.CopyTo(result, sizeof(ulong));
        data.CopyTo(result, sizeof(ulong) + header.Length);
        return result;
    }
}
