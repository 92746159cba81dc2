using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class TensorOperationTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    // [[0, 1, 2], [3, 4, 5]]
    readonly Tensor _matrix = arange(6, dtype: ScalarType.Float32).reshape(2, 3);

    [Fact]
    public void MaskedFill_True_TakesTheValue()
    {
        using var scope = NewDisposeScope();

        var filled = tensor(new[] { 1f, -2f, 3f }).masked_fill(tensor(new[] { 0f, 1f, 0f }).gt(0), float.NegativeInfinity);

        Assert.Equal([1f, float.NegativeInfinity, 3f], filled.data<float>().ToArray());
    }

    [Fact]
    public void Softmax_MaskedElement_GetsNothing()
    {
        using var scope = NewDisposeScope();

        var shares = nn.functional.softmax(tensor(new[] { 0f, float.NegativeInfinity, MathF.Log(3) }).reshape(1, 3), 1).data<float>().ToArray();

        Assert.Equal(0.25, shares[0], 1e-6);
        Assert.Equal(0f, shares[1]);
        Assert.Equal(0.75, shares[2], 1e-6);
    }

    [Fact]
    public void Arithmetic_TensorsAndNumbers_Broadcasts()
    {
        Holds([1, 3, 5, 4, 6, 8], _matrix + tensor([1f, 2f, 3f]));
        Holds([1, 3, 5, 7, 9, 11], 1 + _matrix * 2);
        Holds([-1, -1, -1, 2, 2, 2], _matrix - tensor([1f, 2f, 3f]));
        Holds([-2, -1, 0, 1, 2, 3], _matrix - 2);
        Holds([5, 4, 3, 2, 1, 0], 5 - _matrix);
        Holds([0, 1, 4, 9, 16, 25], _matrix * _matrix);
        Holds([0, 0.5f, 1, 1.5f, 2, 2.5f], _matrix / 2);
        Holds([0, 0.5f, 0.5f, 3, 2, 1.25f], _matrix / tensor([1f, 2f, 4f]));
        Holds([10, 11, 12, 13, 14, 15], _matrix.add(ones(3), 10));
    }

    [Fact]
    public void InPlace_Chain_ReturnsTheTensorItself()
    {
        var result = _matrix.mul_(4).add_(1).sub_(ones(3)).mul_(full([3], 0.125f)).add_(ones(3), 2).sub_(2);

        Assert.Same(_matrix, result);
        Holds([0, 0.5f, 1, 1.5f, 2, 2.5f], _matrix);
        Holds([3], ones(1).addcmul_(tensor(2f), tensor(4f), 0.25));
        Holds([2], ones(1).addcdiv_(tensor(8f), tensor(4f), 0.5));
    }

    [Fact]
    public void Comparison_WithNumbersAndTensors_GivesBools()
    {
        var other = tensor([0f, 3f, 2f]);

        Answers([false, false, false, true, true, true], _matrix.gt(2));
        Answers([false, false, true, true, true, true], _matrix.ge(2));
        Answers([true, true, false, false, false, false], _matrix.lt(2));
        Answers([true, true, true, false, false, false], _matrix.le(2));
        Answers([false, false, true, false, false, false], _matrix.eq(2));
        Answers([true, true, false, true, true, true], _matrix.ne(2));
        Answers([false, false, false, true, true, true], _matrix.gt(other));
        Answers([true, false, true, true, true, true], _matrix.ge(other));
        Answers([false, true, false, false, false, false], _matrix.lt(other));
        Answers([true, true, true, false, false, false], _matrix.le(other));
        Answers([true, false, true, false, false, false], _matrix.eq(other));
        Answers([false, true, false, true, true, true], _matrix.ne(other));
        Assert.Equal(3, _matrix.gt(2).sum().ToInt32());
    }

    [Fact]
    public void Elementwise_KnownValues_Match()
    {
        Holds([0, 1, 2, 3, 4, 5], (_matrix * _matrix).sqrt());
        Holds([0.5f], zeros(1).sigmoid());
        Holds([0, 2], tensor([-1f, 2f]).relu());
        Holds([1, 2], tensor([-1f, 2f]).abs());
        Holds([0], zeros(1).tanh());
        Holds([1], zeros(1).exp());
        Holds([0], ones(1).log());
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
        Holds([2, 2, 2, 3, 4, 5], _matrix.max(full([3], 2f)));
        var (values, indexes) = _matrix.max(1);
        Holds([2, 5], values);
        Assert.Equal([2L, 2L], indexes.data<long>());
        Holds([5, 14, 14, 50], _matrix.matmul(_matrix.transpose(0, 1)));
    }

    [Fact]
    public void Shapes_Rearranged_KeepTheElements()
    {
        Holds([0, 3, 1, 4, 2, 5], _matrix.transpose(0, 1));
        Assert.Equal([1L, 2L, 3L], _matrix.unsqueeze(0).shape);
        Assert.Equal([2L, 3L], _matrix.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2L, 3L], _matrix.view(1, 2, 1, 3).squeeze().shape);
        Assert.Equal([6L], _matrix.reshape(-1).shape);
        Holds([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], cat([_matrix, _matrix]));
        Assert.Equal([2L, 2L, 3L], stack([_matrix, _matrix]).shape);
    }

    [Fact]
    public void Rows_PickedAndSet_AreViews()
    {
        Holds([3, 4, 5], _matrix[1]);
        Holds([5], _matrix[1][2]);
        Holds([3, 4, 5], _matrix.select(0, -1));
        Holds([1, 2, 4, 5], _matrix.narrow(1, 1, 2));
        Holds([3, 4, 5, 3, 4, 5, 0, 1, 2], _matrix.index_select(0, tensor(new long[] { 1, 1, 0 })));

        _matrix[0] = zeros(3);
        Holds([0, 0, 0, 3, 4, 5], _matrix);
    }

    [Fact]
    public void Factories_GivenValues_HoldThem()
    {
        Holds([7, 7], full([2], 7f));
        Holds([0, 0, 0, 0, 0, 0], zeros_like(_matrix));
        Holds([1, 1, 1, 1], ones([2, 2]));
        Holds([0.5f, 1, 1.5f], arange(0.5f, 2, 0.5f));
        Assert.Equal([2L, 3L], arange(2, 4).data<long>());
    }

    public void Dispose() => _scope.Dispose();

    // Small whole numbers and their halves are exact in float32: no tolerance.
    static void Holds(float[] expected, Tensor actual) => Assert.Equal(expected, Close.Values(actual));

    static void Answers(bool[] expected, Tensor actual) => Assert.Equal(expected, actual.data<bool>());
}
