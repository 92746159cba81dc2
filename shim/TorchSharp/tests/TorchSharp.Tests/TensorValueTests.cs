using System.Runtime.InteropServices;
using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class TensorValueTests
{
    [Fact]
    public void Item_OtherTypeThanTheTensors_Throws()
    {
        using var value = tensor(1.5);

        Assert.Equal(1.5, value.item<double>());
        Assert.Throws<ArgumentException>(() => value.item<float>());
        Assert.Throws<ArgumentException>(() => value.item<long>());
    }

    [Fact]
    public void Item_MoreThanOneElement_Throws()
    {
        using var values = ones(2);

        Assert.Throws<ArgumentException>(() => values.item<float>());
    }

    [Fact]
    public void ToSingle_AnyNumber_Converts()
    {
        Assert.Equal(3f, tensor(3L).ToSingle());
        Assert.Equal(0.25f, tensor(0.25).ToSingle());
        Assert.Equal(3.0, tensor(3).ToDouble());
        Assert.Equal(7, tensor(7.9f).ToInt32());
        Assert.Equal(1L << 40, tensor(1L << 40).ToInt64());
    }

    [Fact]
    public void Tensor_OfAnArray_CopiesIt()
    {
        float[] array = [1, 2, 3];
        using var copy = tensor(array);

        array[0] = 9;

        Assert.Equal([1f, 2f, 3f], Close.Values(copy));
        Assert.Equal(float32, copy.dtype);
    }

    [Fact]
    public void Tensor_OfArraysAndTypes_HasShapeAndType()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([2L, 3L], tensor(new long[6], [2, 3]).shape);
        Assert.Equal(int64, tensor(new long[6], [2, 3]).dtype);
        Assert.Equal(int32, tensor(new[] { 1, 2 }).dtype);
        Assert.Equal(float64, tensor(new[] { 1.0, 2.0 }).dtype);
        Assert.Equal(float32, tensor(new long[] { 1, 2 }, dtype: ScalarType.Float32).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Empty(tensor(Array.Empty<float>()).data<float>());
        Assert.ThrowsAny<Exception>(() => tensor(new float[5], [2, 3]));
    }

    [Fact]
    public void Data_Transposed_FollowsTheStrides()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6).reshape(2, 3).transpose(0, 1); // [[0, 3], [1, 4], [2, 5]]

        var data = transposed.data<long>();

        Assert.False(transposed.is_contiguous());
        Assert.Equal([0L, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal([0L, 3, 1, 4, 2, 5], data);
        Assert.Equal(6, data.Count);
        Assert.Equal(4, data[1, 1]);
        Assert.Equal(3, data[1]);
    }

    [Fact]
    public void Data_Set_WritesTheTensor()
    {
        using var scope = NewDisposeScope();
        var values = zeros([2, 2]);

        values.data<float>()[1, 0] = 5;
        values.select(1, 1).data<float>()[1] = 8; // every second element

        Assert.Equal([0f, 0f, 5f, 8f], Close.Values(values));
    }

    [Fact]
    public void Data_OtherType_Throws() => Assert.Throws<ArgumentException>(() => ones(1).data<double>());

    [Fact]
    public void Bytes_Contiguous_AreTheTensorsMemory()
    {
        using var scope = NewDisposeScope();
        var values = ones(3);

        MemoryMarshal.Cast<byte, float>(values.bytes)[1] = 4;
        Assert.Equal([1f, 4f, 1f], Close.Values(values));
    }

    [Fact]
    public void Bytes_NotContiguous_Throws() => Assert.Throws<InvalidOperationException>(() => ones([2, 3]).transpose(0, 1).bytes.Length);

    [Fact]
    public void To_OtherType_ConvertsACopy()
    {
        using var scope = NewDisposeScope();
        var values = tensor([1.7f, -2.2f]);

        Assert.Equal([1L, -2L], values.to(int64).data<long>());
        Assert.Equal([1.7f, -2.2f], Close.Values(values.to(float64).to(float32)));
        Assert.Equal(float32, values.dtype);
    }
}
