using System.Buffers.Binary;
using System.Text;

namespace RnnToolkit.Bundle.Tests;

public class SafetensorsFileTests
{
    static readonly StateDict s_tensors =
    [
        new NamedTensor("fc.weight", [2, 3], [1, 2, 3, -4, 5.5f, float.Epsilon]),
        new NamedTensor("fc.bias", [1], [0.25f]),
        new NamedTensor("none", [0, 7], []),
    ];

    [Fact]
    public void Read_WhatWriteWrote_GivesTheSameTensorsInOrder()
    {
        var tensors = Read(Bytes(s_tensors));

        Assert.Equal(s_tensors.Select(tensor => tensor.Name).Order(), tensors.Select(tensor => tensor.Name).Order());
        Assert.All(s_tensors, expected =>
        {
            Assert.Equal(expected.Shape, tensors[expected.Name].Shape);
            Assert.Equal(expected.Data, tensors[expected.Name].Data);
        });
    }

    [Fact]
    public void Write_SameTensors_GivesTheBytesOfTheSpecification()
    {
        var bytes = Bytes([new NamedTensor("a", [1], [1.5f])]);

        const string Header = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  """; // filled up to a multiple of 8
        Assert.Equal(Header.Length, BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Assert.Equal(Header, Encoding.UTF8.GetString(bytes.AsSpan(8, Header.Length)));
        Assert.Equal([0, 0, 0xC0, 0x3F], bytes[^4..]);
        Assert.Equal(bytes, Bytes([new NamedTensor("a", [1], [1.5f])]));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", "a: found dtype F16, expected F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "a: found 4 bytes, expected 2 float32 values for shape [2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "a: found shape [-1], expected at most 8 dimensions, none negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "a: found data_offsets [4, 0], expected a begin and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "a: found data from byte 4, expected from byte 0, without gap or overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "found 4 bytes of values, expected 8 as the header says")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,16],"data_offsets":[0,4]}}""", "a: found 4 bytes")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "header: found")]
    [InlineData("""{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}""", "header: found")]
    [InlineData("""{"a":1,"a":2}""", "header: found")]
    [InlineData("""[1]""", "header: found Array, expected a JSON object")]
    [InlineData("""{"a":""", "header: found")]
    public void Read_BadHeader_SaysWhatIsWrong(string header, string message)
    {
        var exception = Assert.Throws<CheckpointFormatException>(() => Read(File(header, new byte[4])));

        Assert.StartsWith("weights: " + message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Read_DimensionsAboveTheLimit_AreRefused()
    {
        Assert.Equal(8, Read(File(Header(8), new byte[4]))["a"].Shape.Count);
        Assert.StartsWith(
            "weights: a: found shape [1, 1, 1, 1, 1, 1, 1, 1, 1], expected at most 8 dimensions",
            Assert.Throws<CheckpointFormatException>(() => Read(File(Header(9), new byte[4]))).Message,
            StringComparison.Ordinal);

        static string Header(int rank) =>
            $$$"""{"a":{"dtype":"F32","shape":[{{{string.Join(',', Enumerable.Repeat(1, rank))}}}],"data_offsets":[0,4]}}""";
    }

    [Fact]
    public void Read_Metadata_IsPassedOver() =>
        Assert.Equal("a", Assert.Single(Read(File(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]))).Name);

    [Fact]
    public void Read_HeaderInAnotherOrder_GivesTheTensorsInTheOrderOfTheirBytes()
    {
        var tensors = Read(File(
            """
            {"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"none":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}
            """,
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]));

        Assert.Equal(["none", "a", "b"], tensors.Select(tensor => tensor.Name));
        Assert.Equal((1f, 2f), (Assert.Single(tensors["a"].Data), Assert.Single(tensors["b"].Data)));
    }

    [Fact]
    public void Read_NoTensors_GivesNone() => Assert.Empty(Read(File("{}", [])));

    [Theory]
    [InlineData(0, "found 0 bytes, expected a safetensors file of at least 8 bytes")]
    [InlineData(7, "found 7 bytes, expected a safetensors file of at least 8 bytes")]
    [InlineData(8, "header length: found 0, expected 2 to 0 in a file of 8 bytes")]
    [InlineData(10, "header length: found 0, expected 2 to 2 in a file of 10 bytes")]
    public void Read_FewBytes_IsRefused(int length, string message) =>
        Assert.Equal("weights: " + message, Assert.Throws<CheckpointFormatException>(() => Read(new byte[length])).Message);

    [Fact]
    public void Read_StreamThatStandsInsideAFile_ReadsFromThere()
    {
        using var stream = new MemoryStream([1, 2, 3, .. Bytes(s_tensors)]) { Position = 3 };

        Assert.Equal(s_tensors.Count, SafetensorsFile.Read(stream, "weights").Count);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1L << 40)]
    public void Read_HugeHeaderLength_IsRefusedBeforeMemoryIsTaken(long length)
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<CheckpointFormatException>(() => Read(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_AnyCut_IsRefused()
    {
        var bytes = Bytes(s_tensors);

        Assert.All(Enumerable.Range(0, bytes.Length), length =>
            Assert.Throws<CheckpointFormatException>(() => Read(bytes[..length])));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Read_RandomDamage_EitherReadsOrIsRefused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var bytes = Bytes(s_tensors);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Read(bytes); // a flipped bit among the values, or in a name, is still a file of tensors
            }
            catch (CheckpointFormatException)
            {
            }
        }
    }

    static byte[] Bytes(StateDict tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors);
        return stream.ToArray();
    }

    static byte[] File(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }

    static StateDict Read(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes), "weights");
}
