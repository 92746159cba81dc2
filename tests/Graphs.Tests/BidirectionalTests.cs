using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Graphs.Tests;

/// <summary>The head reads where each direction ends. Before, it read the last time step of both, where the backward half has seen one token.</summary>
public class BidirectionalTests
{
    // The golden logits have nine decimals; float32 rounds a few steps.
    const double Tolerance = 1e-6;

    public static IEnumerable<object[]> Golden => BidirectionalGolden.Logits;

    [Theory]
    [MemberData(nameof(Golden))]
    public void Graph_TwoDirections_GivesPyTorchsLogits(RecurrentCell cell, int layers, float first, float second)
    {
        var config = BidirectionalGolden.Config(cell, layers);
        using var graph = GraphSession.Of(config, BidirectionalGolden.Weights(config));

        AssertClose.Equal([first, second], graph.Run(BidirectionalGolden.Ids).Logits, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Reference_TwoDirections_GivesPyTorchsLogits(RecurrentCell cell, int layers, float first, float second)
    {
        var config = BidirectionalGolden.Config(cell, layers);
        var reference = new ReferenceClassifier(config, BidirectionalGolden.Weights(config));

        AssertClose.Equal([first, second], [.. BidirectionalGolden.Ids.Select(ids => (float)reference.Logit(ids))], Tolerance);
    }
}
