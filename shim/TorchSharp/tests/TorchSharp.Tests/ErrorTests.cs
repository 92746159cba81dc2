using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

public sealed class ErrorTests
{
    [Fact]
    public void InPlace_LeafThatRequiresGrad_Throws()
    {
        using var leaf = ones([2], requires_grad: true);

        Assert.ThrowsAny<ExternalException>(() => leaf.add_(1));
    }

    [Fact]
    public void Embedding_IdPastTheTable_Throws()
    {
        using var embedding = nn.Embedding(3, 2);
        using var ids = tensor(new long[] { 0, 3 });

        Assert.ThrowsAny<ExternalException>(() => embedding.call(ids));
    }

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(1.5f)]
    public void BinaryCrossEntropy_NotAProbability_Throws(float input)
    {
        using var inputs = tensor([input]);
        using var targets = ones(1);

        Assert.ThrowsAny<ExternalException>(() => binary_cross_entropy(inputs, targets));
    }

    [Fact]
    public void Error_OnTwoThreadsAtOnce_EachReadsItsOwn()
    {
        Parallel.For(1, 9, size =>
        {
            using var tensor = ones([size]);
            for (var i = 0; i < 200; i++)
            {
                var exception = Assert.ThrowsAny<ExternalException>(() => tensor.view(size + 100));
                Assert.Contains($"input of size {size}\n", exception.Message + "\n", StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void Tensor_UsedAfterDispose_ThrowsInvalidOperation()
    {
        var tensor = ones(2);
        tensor.Dispose();

        Assert.Throws<InvalidOperationException>(() => tensor.shape);
        Assert.Throws<InvalidOperationException>(() => tensor + 1);
        Assert.Throws<InvalidOperationException>(() => ones(2).add_(tensor));
    }

    [Fact]
    public void CudaDevice_NoCuda_ThrowsInvalidOperation()
    {
        if (cuda.is_available())
        {
            Assert.Equal(DeviceType.CUDA, device("cuda").type);
            return;
        }
        Assert.Equal(0, cuda.device_count());
        Assert.Throws<InvalidOperationException>(() => device("cuda"));
        Assert.Throws<InvalidOperationException>(() => CUDA);
        Assert.Throws<InvalidOperationException>(() => ones(1).to(new Device(DeviceType.CUDA)));
    }

    [Theory]
    [InlineData("cpu", DeviceType.CPU, -1)]
    [InlineData("cuda:1", DeviceType.CUDA, 1)]
    public void Device_Description_IsParsed(string description, DeviceType type, int index)
    {
        var device = new Device(description);

        Assert.Equal((type, index, description), (device.type, device.index, device.ToString()));
    }
}
