namespace RnnToolkit.Bundle.Tests;

public class StateDictTests
{
    static readonly NamedTensor s_weight = new("fc.weight", [2, 3], [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void Add_SeveralTensors_KeepsTheirOrderAndFindsThemByName()
    {
        var bias = new NamedTensor("fc.bias", [], [0.5f]);

        StateDict tensors = [s_weight, bias];

        Assert.Equal([s_weight, bias], tensors);
        Assert.Equal(2, tensors.Count);
        Assert.Same(bias, tensors["fc.bias"]);
        Assert.True(tensors.Contains("fc.bias"));
        Assert.False(tensors.Contains("fc"));
        Assert.Equal("There is no tensor fc.", Assert.Throws<KeyNotFoundException>(() => tensors["fc"]).Message);
    }

    [Fact]
    public void Add_NameThatIsTaken_IsRefused()
    {
        StateDict tensors = [s_weight];

        Assert.StartsWith(
            "There already is a tensor fc.weight.", Assert.Throws<ArgumentException>("tensor", () => tensors.Add(s_weight)).Message, StringComparison.Ordinal);
        Assert.Single(tensors);
    }

    [Fact]
    public void Add_OtherNumberOfValuesThanTheShape_IsRefused()
    {
        StateDict tensors = [];

        Assert.StartsWith(
            "fc.weight has 6 values, its shape [2, 4] needs 8.",
            Assert.Throws<ArgumentException>("tensor", () => tensors.Add(s_weight with { Shape = [2, 4] })).Message,
            StringComparison.Ordinal);
        Assert.Empty(tensors);
    }

    [Fact]
    public void Add_Nothing_NamesTheParameter() => Assert.Throws<ArgumentNullException>("tensor", () => new StateDict().Add(null!));

    [Fact]
    public void RowLength_MatrixVectorAndNothing_CountsTheValuesOfARow()
    {
        Assert.Equal(3, s_weight.RowLength);
        Assert.Equal(1, new NamedTensor("fc.bias", [2], [1, 2]).RowLength);
        Assert.Equal(0, new NamedTensor("none", [0, 3], []).RowLength);
    }

    [Fact]
    public void ReorderGates_StackedRows_PutsTheGatesInTheOtherOrder() =>
        Assert.Equal([5, 6, 1, 2, 3, 4], s_weight.ReorderGates([2, 0, 1]));
}
