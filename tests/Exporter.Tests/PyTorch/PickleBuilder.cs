using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RnnToolkit.Exporter.Tests.PyTorch;

/// <summary>Writes pickles, also those that PyTorch would never write.</summary>
sealed class PickleBuilder
{
    readonly List<byte> _bytes = [];

    public PickleBuilder() => Raw(0x80, 2);

    public PickleBuilder Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBuilder Op(string opcodes) => Raw(Encoding.Latin1.GetBytes(opcodes));

    public PickleBuilder Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Op("X").Int32(utf8.Length).Raw(utf8);
    }

    public PickleBuilder Number(int value) => Op("J").Int32(value);

    public PickleBuilder Number(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8A, 8).Raw(bytes);
    }

    public PickleBuilder Global(string module, string name) => Op($"c{module}\n{name}\n");

    /// <summary>A tensor as <c>torch.save</c> writes it, with whatever numbers.</summary>
    public PickleBuilder Tensor(string key, long count, long offset, long[] shape, long[] strides, string type = "FloatStorage")
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op("(");
        Op("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Number(count).Op("tQ");
        Number(offset).Numbers(shape).Numbers(strides);
        return Raw(0x89).Global("collections", "OrderedDict").Op(")R").Op("tR");
    }

    public byte[] Stop() => Op(".")._bytes.ToArray();

    /// <summary>An archive as <c>torch.save</c> writes it.</summary>
    public static byte[] Archive(byte[] pickle, params (string Name, byte[] Content)[] storages) => Archive(pickle, CompressionLevel.NoCompression, storages);

    public static byte[] Archive(byte[] pickle, CompressionLevel level, params (string Name, byte[] Content)[] storages)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in storages.Select(storage => ($"archive/data/{storage.Name}", storage.Content)).Prepend(("archive/data.pkl", pickle)))
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    PickleBuilder Numbers(long[] values)
    {
        Op("(");
        foreach (var value in values)
        {
            Number(value);
        }

        return Op("t");
    }

    PickleBuilder Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }
}
