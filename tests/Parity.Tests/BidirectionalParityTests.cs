using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Parity.Tests;

public class BidirectionalParityTests
{
    public static IEnumerable<object[]> Golden => BidirectionalGolden.Logits;

    [Theory]
    [MemberData(nameof(Golden))]
    public void Forward_TwoDirections_GivesPyTorchsLogits(RecurrentCell cell, int layers, float first, float second)
    {
        var config = BidirectionalGolden.Config(cell, layers);
        using var model = new RecurrentClassifier(config);
        ModelWeights.Restore(model, BidirectionalGolden.Weights(config));
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();

        var logits = model.call(tensor(BidirectionalGolden.Ids.SelectMany(row => row).ToArray(), [2, 5]));

        // The golden logits have nine decimals; float32 rounds a few steps.
        AssertClose.Equal([first, second], ModelWeights.ToArray(logits), tolerance: 1e-6);
    }
}
