using System.IO.Compression;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.PyTorch;
using RnnToolkit.Fuzz.Mutations;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>The zip archive that torch.save writes: a pickle and a file for each storage.</summary>
static class TorchArchiveTarget
{
    public static readonly IReadOnlyList<(string Name, long[] Shape, int Key)> Tensors =
    [
        ("embedding.weight", [5, 3], 0), ("rnn.weight_ih_l0", [4, 3], 1), ("rnn.weight_hh_l0", [4, 4], 2), ("rnn.bias_ih_l0", [4], 3), ("rnn.bias_hh_l0", [4], 4),
        ("fc.weight", [1, 4], 5), ("fc.bias", [1], 6),
    ];

    public static FuzzTarget Create() => new("torch-archive", [Seed()], Mutate, Read, typeof(ArtifactFormatException));

    static byte[] Seed() =>
        Archive([("m/data.pkl", PickleTarget.Seed(Tensors)), .. Tensors.Select(tensor => ($"m/data/{tensor.Key}", new byte[4 * tensor.Shape.Aggregate(1L, (a, b) => a * b)]))]);

    static byte[] Archive(IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    static void Read(byte[] bytes, string folder) => PyTorchFile.Read(Scratch.File(folder, "model.pt", bytes));

    static byte[] Mutate(byte[] file, Random random)
    {
        List<(string Name, byte[] Content)> entries;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            entries = [.. archive.Entries.Select(entry => (entry.FullName, Content(entry)))];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            return Bytes.Mutate(file, file, random);
        }

        if (entries.Count == 0)
        {
            return Seed();
        }

        var at = random.Next(2) == 0 ? 0 : random.Next(entries.Count); // half of the changes in the pickle, which comes first
        var (name, content) = entries[at];
        switch (random.Next(6))
        {
            case 0:
                entries.RemoveAt(at);
                break;
            case 1:
                entries.Add(entries[at]);
                break;
            case 2:
                entries[at] = ($"{name}{random.Next(3)}", content);
                break;
            default:
                entries[at] = (name, name.EndsWith(".pkl", StringComparison.Ordinal) ? PickleTarget.Mutate(content, random) : Bytes.Mutate(content, content, random));
                break;
        }

        return Archive(entries);
    }

    static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        // A damaged length must not decide what this program allocates.
        var content = new byte[Math.Min(entry.Length, 1 << 20)];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return content[..length];
    }
}
