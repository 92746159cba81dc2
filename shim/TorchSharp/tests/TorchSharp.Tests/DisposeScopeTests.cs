using TorchSharp.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_Ends_DisposesWhatWasMadeInIt()
    {
        using var before = ones(2);
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = before + 1;
            Assert.False(inside.IsInvalid);
        }

        Assert.True(inside.IsInvalid);
        Assert.False(before.IsInvalid);
    }

    [Fact]
    public void MoveToOuter_NestedScopes_LivesAsLongAsTheOuterOne()
    {
        Tensor moved, stays;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                stays = ones(1);
                moved = ones(1).MoveToOuterDisposeScope();
            }

            Assert.True(stays.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void MoveToOuter_NoOuterScope_LivesOn()
    {
        Tensor moved;
        using (NewDisposeScope())
        {
            moved = ones(1).MoveToOuterDisposeScope();
        }

        Assert.False(moved.IsInvalid);
        moved.Dispose();
        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void DetachFromDisposeScope_NestedScopes_OutlivesBoth()
    {
        Tensor detached;
        using (NewDisposeScope())
        using (NewDisposeScope())
        {
            detached = ones(1).DetachFromDisposeScope();
        }

        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void MoveToOtherDisposeScope_FromInnermost_FollowsTheOther()
    {
        using var outermost = NewDisposeScope();
        Tensor moved;
        using (NewDisposeScope())
        using (NewDisposeScope())
        {
            moved = ones(1).MoveToOtherDisposeScope(outermost);
        }

        Assert.False(moved.IsInvalid);
        Assert.True(outermost.Contains(moved));
    }

    [Fact]
    public void Attach_TensorMadeOutside_IsDisposedByTheScope()
    {
        var tensor = ones(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(tensor);
        }

        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void DisposeEverythingBut_OneOfThree_KeepsIt()
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors = [ones(1), ones(1), ones(1)];

        scope.DisposeEverythingBut(tensors[1]);

        Assert.Equal([true, false, true], tensors.Select(tensor => tensor.IsInvalid));
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Dispose_InsideAScope_LeavesTheScope()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(1);

        tensor.Dispose();
        tensor.Dispose();

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Scope_TensorOfAnotherThread_IsNotItsOwn()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();

        Assert.False(scope.Contains(other!));
        scope.DisposeEverything();
        Assert.False(other!.IsInvalid);
        other.Dispose();
    }

    [Fact]
    public void BuiltInLayer_MadeInAScope_OutlivesIt()
    {
        Modules.LSTM lstm;
        using (NewDisposeScope())
        {
            lstm = nn.LSTM(2, 3);
        }

        Assert.All(lstm.parameters(), parameter => Assert.False(parameter.IsInvalid));
        lstm.Dispose();
    }

    [Fact]
    public void Parameter_MadeInAScope_IsDisposedWithIt()
    {
        Modules.Parameter parameter;
        using (NewDisposeScope())
        {
            parameter = nn.Parameter(ones(2));
        }

        Assert.True(parameter.IsInvalid);
    }

    [Theory]
    [InlineData("rnn1", false)]
    [InlineData("lstm2", true)]
    [InlineData("gru1", false)]
    public void Training_ThousandSteps_LeavesNoTensorBehind(string model, bool sparse)
    {
        using var classifier = Classifier.Tiny(model, sparse);
        // Adam does not take a sparse gradient.
        using var optimizer = optim.Adam(classifier.parameters().Skip(sparse ? 1 : 0), lr: 0.01);
        Step(); // the first step makes what stays: state, gradients
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (var step = 0; step < 1000; step++)
        {
            Step();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            var loss = binary_cross_entropy_with_logits(classifier.call(arange(12).reshape(3, 4)), zeros(3));
            classifier.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(classifier.parameters(), 5);
            optimizer.step();
            Assert.True(float.IsFinite(loss.item<float>()));
        }
    }

    [Fact]
    public void Tensor_NeverDisposed_IsFreedByTheCollector()
    {
        const int Megabytes = 16;
        var before = Environment.WorkingSet;

        for (var i = 0; i < 128; i++) // 2 GB in all
        {
            _ = ones(Megabytes * 1024L * 1024 / sizeof(float));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 512L * 1024 * 1024);
    }
}
