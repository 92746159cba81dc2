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
    public void ClipGradNorm_SparseGradient_IsClippedLikeItsDenseForm()
    {
        var ids = tensor(new long[] { 1, 3, 1, 1 });
        double[] norms = new double[2];
        Tensor[] clipped = new Tensor[2];
        for (var sparse = 0; sparse < 2; sparse++)
        {
            using var embedding = nn.Embedding(4, 2, sparse: sparse == 1);
            embedding.call(ids).sum().backward();
            norms[sparse] = nn.utils.clip_grad_norm_(embedding.parameters(), 1);
            clipped[sparse] = embedding.weight!.grad!.to_dense();
        }

        Assert.Equal(Math.Sqrt(20), norms[0], 1e-6); // rows 1 and 3 occur 3 times and once, two columns each
        Assert.Equal(norms[0], norms[1], 1e-6);
        Close.Equal(clipped[0], clipped[1], 1e-6);
    }

    public void Dispose() => _scope.Dispose();

    static Modules.Parameter WithGradient(params float[] gradient)
    {
        var parameter = nn.Parameter(ones(gradient.Length));
        parameter.grad = tensor(gradient);
        return parameter;
    }
}
