using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class TensorOperationTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    // [[0, 1, 2], [3, 4, 5]]
    readonly Tensor _matrix = arange(6, dtype: ScalarType.Float32).reshape(2, 3);

    [Fact]
    public void Arithmetic_TensorsAndNumbers_Broadcasts()
    {
        Holds([1, 3, 5, 4, 6, 8], _matrix + tensor([1f, 2f, 3f]));
        Holds([1, 3, 5, 7, 9, 11], 1 + _matrix * 2);
        Holds([5, 4, 3, 2, 1, 0], 5 - _matrix);
        Holds([0, 0.5f, 1, 1.5f, 2, 2.5f], _matrix / 2);
        Holds([6, 3, 2], 6 / tensor([1f, 2f, 3f]));
        Holds([0, -1, -2, -3, -4, -5], -_matrix);
        Holds([10, 11, 12, 13, 14, 15], _matrix.add(ones(3), 10));
    }

    [Fact]
    public void InPlace_Chain_ReturnsTheTensorItself()
    {
        var result = _matrix.mul_(2).add_(1).sub_(ones(3)).div_(4);

        Assert.Same(_matrix, result);
        Holds([0, 0.5f, 1, 1.5f, 2, 2.5f], _matrix);
        Holds([3], ones(1).addcmul_(tensor(2f), tensor(4f), 0.25));
        Holds([2], ones(1).addcdiv_(tensor(8f), tensor(4f), 0.5));
    }

    [Fact]
    public void Comparison_Operators_GiveBools()
    {
        Assert.Equal([false, false, false, true, true, true], (_matrix > 2).data<bool>());
        Assert.Equal([false, false, true, true, true, true], (_matrix >= 2).data<bool>());
        Assert.Equal([true, true, false, false, false, false], (2 > _matrix).data<bool>());
        Assert.Equal(1, _matrix.eq(3).sum().ToInt32());
        Assert.True((_matrix < 6).all().item<bool>());
        Assert.True(_matrix.ne(0).any().item<bool>());
        Assert.True(_matrix.equal(_matrix.clone()).item<bool>());
        Assert.False(_matrix.equal(_matrix + 1e-3).item<bool>());
        Assert.True(_matrix.allclose(_matrix + 1e-9));
    }

    [Fact]
    public void Elementwise_KnownValues_Match()
    {
        Holds([0, 1, 4, 9, 16, 25], _matrix.pow(2));
        Holds([0, 1, 2, 3, 4, 5], (_matrix * _matrix).sqrt());
        Holds([0.5f], zeros(1).sigmoid());
        Holds([0, 2], tensor([-1f, 2f]).relu());
        Holds([1, 2, 2], tensor([0f, 2f, 5f]).clamp(1, 2));
        Holds([1, 2, 5], tensor([0f, 2f, 5f]).clamp(min: 1));
        Holds([0, 2, 2], tensor([0f, 2f, 5f]).clamp(max: 2));
        Holds([2, -2], tensor([1.5f, -1.6f]).round());
        Holds([1, 0, 0], tensor([1f, 2f, 3f]).masked_fill(tensor([false, true, true]), 0));
        Holds([1, -1], where(tensor([true, false]), ones(2), -ones(2)));
        Assert.Equal([true, false, false], tensor([1f, float.NaN, float.PositiveInfinity]).isfinite().data<bool>());
    }

    [Fact]
    public void Reductions_WithAndWithoutDimensions_Match()
    {
        Holds([15], _matrix.sum());
        Holds([3, 5, 7], _matrix.sum(0L));
        Holds([3, 12], _matrix.sum(1L, keepdim: true));
        Holds([2.5f], _matrix.mean());
        Holds([1, 4], _matrix.mean([1]));
        Holds([5], tensor([3f, -4f]).norm());
        Holds([4], tensor([3f, -4f]).norm(float.PositiveInfinity));
        Holds([5], _matrix.max());
        Assert.Equal(5, _matrix.argmax().item<long>());
        Assert.Equal([2L, 2L], _matrix.argmax(1).data<long>());
        var (values, indexes) = _matrix.min(0);
        Holds([0, 1, 2], values);
        Assert.Equal([0L, 0L, 0L], indexes.data<long>());
        Holds([5, 14, 14, 50], _matrix.mm(_matrix.t()));
    }

    [Fact]
    public void Shapes_Rearranged_KeepTheElements()
    {
        Assert.Equal([3L, 2L], _matrix.t().shape);
        Assert.Equal([1L, 2L, 3L], _matrix.unsqueeze(0).shape);
        Assert.Equal([2L, 3L], _matrix.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([3L, 1L, 2L], _matrix.view(1, 2, 3).permute(2, 0, 1).shape);
        Assert.Equal([6L], _matrix.reshape(-1).shape);
        Assert.Equal([4L, 3L], ones(1, 3).expand(4, 3).shape);
        Holds([3, 4, 5, 0, 1, 2], _matrix.flip(0));
        Holds([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], cat([_matrix, _matrix]));
        Assert.Equal([2L, 2L, 3L], stack([_matrix, _matrix]).shape);
        Assert.Equal([2, 2, 1], arange(5).split(2).Select(part => (int)part.numel()));
        Assert.Equal([1, 4], arange(5).split([1L, 4L]).Select(part => (int)part.numel()));
        Assert.Equal([2, 2, 1], arange(5).chunk(3).Select(part => (int)part.numel()));
    }

    [Fact]
    public void Indexing_PositionsAndSlices_GiveViews()
    {
        Holds([3, 4, 5], _matrix[1]);
        Holds([5], _matrix[1, 2]);
        Holds([2, 5], _matrix[TensorIndex.Colon, TensorIndex.Single(-1)]);
        Holds([1, 2, 4, 5], _matrix[.., 1..]);
        Holds([1, 4], _matrix[TensorIndex.Ellipsis, TensorIndex.Single(1)]);
        Holds([0, 2, 3, 5], _matrix[TensorIndex.Colon, TensorIndex.Slice(0, 3, 2)]);
        Holds([3, 4, 5], _matrix.select(0, -1));
        Holds([1, 2, 4, 5], _matrix.narrow(1, 1, 2));

        _matrix[0] = zeros(3);
        Holds([0, 0, 0, 3, 4, 5], _matrix);
    }

    [Fact]
    public void IndexOperations_RepeatedRows_AddUp()
    {
        var rows = tensor(new long[] { 1, 1, 0 });

        Holds([3, 4, 5, 3, 4, 5, 0, 1, 2], _matrix.index_select(0, rows));
        Holds([10, 10, 10, 20, 20, 20], zeros(2, 3).index_add_(0, rows, ones(3, 3), 10));
        Holds([7, 7, 7, 3, 4, 5], _matrix.clone().index_copy_(0, tensor(new long[] { 0 }), full([1, 3], 7f)));
        Holds([2, 3], _matrix.gather(1, tensor(new long[] { 2, 0 }, [2, 1])));
    }

    public void Dispose() => _scope.Dispose();

    // Small whole numbers and their halves are exact in float32: no tolerance.
    static void Holds(float[] expected, Tensor actual) => Assert.Equal(expected, Close.Values(actual));
}
