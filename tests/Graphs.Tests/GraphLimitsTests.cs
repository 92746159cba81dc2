using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Graphs.Tests;

public class GraphLimitsTests
{
    [Fact]
    public void FirstExceeded_WideChannelAsItMustBe_IsNull() => Assert.Null(Limit(_ => { }));

    [Theory]
    [InlineData(ParameterNames.WideWeight)]
    [InlineData(ParameterNames.WideNorm)]
    public void FirstExceeded_PaddingThatAddsToTheSum_IsNamed(string name) => Assert.Equal(
        new GraphLimits(name, "a row 0 that is not zero", "zeros, because id 0 is padding"),
        Limit(weights => weights[name].Data[0] = 0.5f));

    [Fact]
    public void FirstExceeded_NegativeNorm_IsNamed() => Assert.Equal(
        new GraphLimits(ParameterNames.WideNorm, "a negative value", "0 or more, because the graph takes the square root of sums of them"),
        Limit(weights => weights[ParameterNames.WideNorm].Data[^1] = -1e-9f));

    [Fact]
    public void FirstExceeded_WeightOfAnNGramBeyondFloat16_IsNamed() => Assert.Equal(
        new GraphLimits(ParameterNames.WideWeight, "70000", "a value between -65504 and 65504, which is what fp16 holds"),
        Limit(weights => weights[ParameterNames.WideWeight].Data[^1] = 70_000, WeightPrecision.Fp16));

    static GraphLimits? Limit(Action<StateDict> change, WeightPrecision precision = WeightPrecision.Fp32)
    {
        var config = GeneralModels.Config(classes: 3, wide: true);
        var weights = TestModels.Weights(config, seed: 1);
        change(weights);
        return GraphLimits.FirstExceeded(config, weights, vocabulary: null, GraphFormat.Default with { Precision = precision });
    }
}
