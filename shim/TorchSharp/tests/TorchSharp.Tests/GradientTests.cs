using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class GradientTests
{
    [Fact]
    public void Backward_Twice_Accumulates()
    {
        using var scope = NewDisposeScope();
        var x = tensor([1f, 2f]).requires_grad_();
        Assert.Null(x.grad);

        (x * x).sum().backward();
        (x * x).sum().backward();

        Assert.Equal([4f, 8f], Close.Values(x.grad!));
    }

    [Fact]
    public void Backward_RetainedGraph_RunsAgain()
    {
        using var scope = NewDisposeScope();
        var x = tensor([3f]).requires_grad_();
        var y = (x * x).sum();

        y.backward(null, true);
        y.backward();

        Assert.Equal([12f], Close.Values(x.grad!));
    }

    [Fact]
    public void Backward_GivenGradient_IsWeighted()
    {
        using var scope = NewDisposeScope();
        var x = tensor([1f, 2f]).requires_grad_();

        (x * 3).backward([tensor([1f, 10f])]);

        Assert.Equal([3f, 30f], Close.Values(x.grad!));
    }

    [Fact]
    public void NoGrad_InsideAndAfter_RecordsAndRecordsAgain()
    {
        using var scope = NewDisposeScope();
        var x = ones([1], requires_grad: true);

        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x + 1).requires_grad);
            using (enable_grad())
            {
                Assert.True((x + 1).requires_grad);
            }
            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
        Assert.True((x + 1).requires_grad);
    }

    [Fact]
    public void NoGrad_OtherThread_StillRecords()
    {
        using var off = no_grad();
        var other = false;
        var thread = new Thread(() => other = is_grad_enabled());
        thread.Start();
        thread.Join();

        Assert.True(other);
    }

    [Fact]
    public void InferenceMode_ResultUsedInTraining_IsRejected()
    {
        using var scope = NewDisposeScope();
        var x = ones([1], requires_grad: true);
        Tensor inferred;
        using (inference_mode())
        {
            inferred = x * 2;
        }

        Assert.False(inferred.requires_grad);
        Assert.ThrowsAny<Exception>(() => inferred.requires_grad_());
    }

    [Fact]
    public void Detach_SharesMemoryButNotTheGraph()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        var detached = (x * 2).detach();

        Assert.False(detached.requires_grad);
        Assert.True(detached.is_leaf);
    }

    [Fact]
    public void Grad_Set_IsWhatTheOptimizerSees()
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(ones(2));
        parameter.grad = tensor([1f, -2f]);

        using var optimizer = optim.Adam([parameter], lr: 0.5);
        optimizer.step();

        // The first step of Adam has the size of the learning rate, whatever the gradient.
        Close.Equal([0.5f, 1.5f], Close.Values(parameter), 1e-6);
        parameter.grad = null;
        Assert.Null(parameter.grad);
    }
}
