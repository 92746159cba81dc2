using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ClippingTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void ClipGradNorm_AboveTheLimit_ScalesAllTogether()
    {
        var (first, second) = (WithGradient(3), WithGradient(0, -4));

        var norm = nn.utils.clip_grad_norm_([first, nn.Parameter(ones(1)), second], 1);

        Assert.Equal(5, norm, 1e-6);
        // PyTorch divides by the norm plus 1e-6.
        Close.Equal([0.6f], Close.Values(first.grad!), 1e-6);
        Close.Equal([0, -0.8f], Close.Values(second.grad!), 1e-6);
    }

    [Fact]
    public void ClipGradNorm_BelowTheLimit_ChangesNothing()
    {
        var parameter = WithGradient(3, -4);

        Assert.Equal(5, nn.utils.clip_grad_norm_([parameter], 10), 1e-6);
        Assert.Equal([3f, -4f], Close.Values(parameter.grad!));
    }

    [Fact]
    public void ClipGradNorm_LargestElement_IsANormToo()
    {
        var parameter = WithGradient(3, -4);

        Assert.Equal(4, nn.utils.clip_grad_norm_([parameter], 2, double.PositiveInfinity), 1e-6);
        Close.Equal([1.5f, -2], Close.Values(parameter.grad!), 1e-6);
    }

    [Fact]
    public void ClipGradNorm_NoGradients_IsZero() => Assert.Equal(0, nn.utils.clip_grad_norm_([nn.Parameter(ones(1))], 1));

    [Fact]
    public void ClipGradNorm_SparseGradient_DoesNotCount()
    {
        using var embedding = nn.Embedding(4, 2, sparse: true);
        embedding.call(tensor(new long[] { 1, 3, 1, 1 })).sum().backward();
        var dense = WithGradient(3, -4);

        Assert.Equal(5, nn.utils.clip_grad_norm_([.. embedding.parameters(), dense], 10), 1e-6);
        Assert.Equal([3f, -4f], Close.Values(dense.grad!));
        Assert.Equal([0f, 0, 3, 3, 0, 0, 1, 1], Close.Values(embedding.weight!.grad!.to_dense()));
    }

    public void Dispose() => _scope.Dispose();

    static Modules.Parameter WithGradient(params float[] gradient)
    {
        var parameter = nn.Parameter(ones(gradient.Length));
        parameter.grad = tensor(gradient);
        return parameter;
    }
}
