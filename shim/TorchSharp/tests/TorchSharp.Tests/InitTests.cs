using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class InitTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void XavierUniform_Matrix_StaysInItsBound()
    {
        var weight = nn.init.xavier_uniform_(empty(30, 20));
        var bound = MathF.Sqrt(6f / 50);

        Assert.Equal((20L, 30L), nn.init.CalculateFanInAndFanOut(weight));
        Assert.All(Close.Values(weight), value => Assert.InRange(value, -bound, bound));
        Assert.True(weight.abs().max().item<float>() > 0.9 * bound);
    }

    [Theory]
    [InlineData(4, 7)]
    [InlineData(7, 4)]
    public void Orthogonal_AnyShape_HasOrthogonalRowsOrColumns(long rows, long columns)
    {
        var weight = nn.init.orthogonal_(empty(rows, columns), gain: 2);

        var product = rows < columns ? weight.mm(weight.t()) : weight.t().mm(weight);

        Close.Equal(4 * Identity(4), product, 1e-5); // a QR decomposition in float32
    }

    [Fact]
    public void Constants_Parameter_KeepItALeaf()
    {
        var parameter = nn.Parameter(empty(3));

        Assert.Equal([0f, 0, 0], Close.Values(nn.init.zeros_(parameter)));
        Assert.Equal([1f, 1, 1], Close.Values(nn.init.ones_(parameter)));
        Assert.Equal([2.5f, 2.5f, 2.5f], Close.Values(nn.init.constant_(parameter, 2.5)));
        Assert.True(parameter.is_leaf && parameter.requires_grad);
    }

    public void Dispose() => _scope.Dispose();

    static Tensor Identity(long size) => arange(size).unsqueeze(0).eq(arange(size).unsqueeze(1)).to(float32);
}
