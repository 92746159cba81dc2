using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class SerializationTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Save_Matrix_HasTheDocumentedLayout()
    {
        var bytes = Saved(tensor(new long[] { 1, 2, 3, 4, 5, 6 }, [2, 3]));

        Assert.Equal([4, 2, 2, 3], bytes[..4]); // Int64, two dimensions, 2 and 3
        Assert.Equal(4 + 6 * sizeof(long), bytes.Length);
        Assert.Equal(6, bytes[^8]);
    }

    [Fact]
    public void Load_SavedTensor_IsTheSame()
    {
        var values = randn([3, 200]); // a size that takes two bytes
        using var reader = new BinaryReader(new MemoryStream(Saved(values)));

        var loaded = TensorExtensionMethods.Load(reader);

        Assert.Equal(values.shape, loaded.shape);
        Assert.Equal(Close.Values(values), Close.Values(loaded));
    }

    [Fact]
    public void Load_IntoOtherShape_Throws()
    {
        using var reader = new BinaryReader(new MemoryStream(Saved(ones([2, 3]))));

        Assert.Throws<ArgumentException>(() => ones([3, 2]).Load(reader));
    }

    [Fact]
    public void Load_TruncatedStream_Throws()
    {
        var bytes = Saved(ones([2, 3]));

        for (var length = 0; length < bytes.Length; length++)
        {
            using var reader = new BinaryReader(new MemoryStream(bytes[..length]));
            Assert.ThrowsAny<Exception>(() => ones([2, 3]).Load(reader));
        }
    }

    public void Dispose() => _scope.Dispose();

    static byte[] Saved(Tensor tensor)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
        return stream.ToArray();
    }
}
