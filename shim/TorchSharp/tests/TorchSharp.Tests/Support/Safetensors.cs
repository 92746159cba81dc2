using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TorchSharp.Tests.Support;

/// <summary>Reads the float32 tensors of a safetensors file that the tests brought along.</summary>
static class Safetensors
{
    public static Dictionary<string, (long[] Shape, float[] Values)> Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var data = 8 + headerLength;
        using var header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        return header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToDictionary(
            entry => entry.Name,
            entry =>
            {
                var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
                var offsets = entry.Value.GetProperty("data_offsets");
                var values = file.AsSpan((data + offsets[0].GetInt32())..(data + offsets[1].GetInt32()));
                return (shape, MemoryMarshal.Cast<byte, float>(values).ToArray());
            });
    }
}
