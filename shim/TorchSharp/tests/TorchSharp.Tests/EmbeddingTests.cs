using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class EmbeddingTests
{
    [Fact]
    public void Forward_Int32AndInt64Ids_PickTheSameRows()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(4, 3);

        var long64 = embedding.call(tensor(new long[] { 3, 0, 3 }));
        var int32Ids = embedding.call(tensor(new[] { 3, 0, 3 }));

        Assert.Equal([3L, 3L], long64.shape);
        Assert.Equal(Close.Values(long64), Close.Values(int32Ids));
        Assert.Equal(Close.Values(embedding.weight!.select(0, 3)), Close.Values(long64[0]));
    }

    [Fact]
    public void Weight_EachRead_IsAnotherObjectWithAnotherHandle()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(4, 3);
        var registered = embedding.get_parameter("weight")!;

        var (first, second) = (embedding.weight!, embedding.weight!);

        Assert.NotSame(first, second);
        Assert.Equal(3, new[] { registered.Handle, first.Handle, second.Handle }.Distinct().Count());
        Assert.Same(registered, embedding.get_parameter("weight"));
        Assert.Same(registered, embedding.parameters().Single());
    }

    [Fact]
    public void Weight_TwoReads_ShareValuesGradientAndFlags()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(2, 1);
        var first = embedding.weight!;

        using (no_grad())
        {
            first.fill_(7);
        }

        Assert.Equal([7f, 7f], Close.Values(embedding.weight!));
        embedding.call(tensor(new long[] { 1 })).sum().backward();
        Assert.Equal([0f, 1f], Close.Values(first.grad!));
        first.grad = null;
        Assert.Null(embedding.get_parameter("weight")!.grad);
        Assert.True(first.requires_grad && first.is_leaf);
    }

    [Fact]
    public void Weight_ReadThatIsDisposed_LeavesTheTableAlone()
    {
        using var embedding = nn.Embedding(2, 1);

        embedding.weight!.Dispose();
        using (NewDisposeScope())
        {
            Assert.False(embedding.weight!.IsInvalid);
        }

        using var row = embedding.call(tensor(new long[] { 1 }));
        Assert.Equal([1L, 1L], row.shape);
    }

    [Fact]
    public void SparseGradient_RepeatedIds_ComesUncoalesced()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(5, 2, sparse: true);

        embedding.call(tensor(new long[] { 4, 1, 4 })).sum().backward();

        var gradient = embedding.weight!.grad!;
        Assert.True(gradient.is_sparse);
        Assert.Equal([5L, 2L], gradient.shape);
        Assert.Equal([4L, 1L, 4L], gradient.SparseIndices[0].data<long>());
        Assert.Equal([3L, 2L], gradient.SparseValues.shape);
        Assert.Equal([0f, 0, 1, 1, 0, 0, 0, 0, 2, 2], Close.Values(gradient.to_dense()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PaddingIndex_RowIsZeroAndGetsNoGradient(bool sparse)
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(3, 2, padding_idx: 1, sparse: sparse);

        Assert.Equal([0f, 0f], Close.Values(embedding.weight!.select(0, 1)));
        embedding.call(tensor(new long[] { 1, 2, 1 })).sum().backward();

        Assert.Equal([0f, 0, 0, 0, 1, 1], Close.Values(embedding.weight!.grad!.to_dense()));
    }

    [Fact]
    public void MaxNorm_RowsThatAreUsed_AreScaledDown()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(2, 3, max_norm: 0.5, norm_type: 1);
        using (no_grad())
        {
            embedding.weight!.fill_(2);
        }

        // 2 / (6 + 1e-7) * 0.5, the sum of a row's absolute values being 6.
        Close.Equal([0.16666667f, 0.16666667f, 0.16666667f], Close.Values(embedding.call(tensor(new long[] { 1 }))), 1e-6);
        Assert.Equal([2f, 2, 2], Close.Values(embedding.weight!.select(0, 0)));
    }

    [Fact]
    public void ScaleGradByFreq_RepeatedIds_AreAveraged()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(2, 1, scale_grad_by_freq: true);

        embedding.call(tensor(new long[] { 1, 1, 1, 0 })).sum().backward();

        Assert.Equal([1f, 1f], Close.Values(embedding.weight!.grad!));
    }

    [Fact]
    public void ZeroGrad_SparseGradient_CanAccumulateAgain()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(3, 1, sparse: true);
        using var optimizer = optim.Adam(embedding.parameters());
        var ids = tensor(new long[] { 2 });

        embedding.call(ids).sum().backward();
        optimizer.zero_grad();
        embedding.call(ids).sum().backward();

        Assert.Equal([0f, 0, 1], Close.Values(embedding.weight!.grad!.to_dense()));
    }
}
