using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Tests;

public class RecurrentClassifierTests
{
    // Both sum the same float32 products in another order, over 100 time steps.
    const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Six => GoldenModels.Names;

    [Theory]
    [MemberData(nameof(Six))]
    public void Forward_PyTorchsWeights_GivesPyTorchsLogits(string name)
    {
        using var model = Golden.Model(name);
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();

        var logits = model.call(Golden.Ids());

        AssertClose.Equal(GoldenModels.Instance.Models[name].Logits, ModelWeights.ToArray(logits), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Six))]
    public void StateDict_AnyModel_HasTheNamesAndShapesOfTheCheckpoint(string name)
    {
        var config = GoldenModels.Instance.Config(name);
        using var model = new RecurrentClassifier(config);

        var weights = ModelWeights.Capture(model);

        Assert.Equal(
            config.Parameters().Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]"),
            weights.Select(tensor => $"{tensor.Name} {tensor.ShapeText}"));
    }

    [Fact]
    public void StateDict_Bidirectional_HasTheReverseParameters()
    {
        var config = GoldenModels.Instance.Config("gru2") with { Bidirectional = true };
        using var model = new RecurrentClassifier(config);

        Assert.Equal(config.Parameters().Select(parameter => parameter.Name), ModelWeights.Capture(model).Select(tensor => tensor.Name));
    }

    [Fact]
    public void Constructor_SameSeed_GivesTheSameWeights()
    {
        var config = GoldenModels.Instance.Config("lstm2");
        manual_seed(7);
        using var first = new RecurrentClassifier(config);
        manual_seed(7);
        using var second = new RecurrentClassifier(config, carryHiddenState: true, sparseEmbedding: true);

        Assert.All(ModelWeights.Capture(first), tensor => Assert.Equal(tensor.Data, ModelWeights.Capture(second)[tensor.Name].Data));
    }

    [Theory]
    [InlineData("rnn1"), InlineData("lstm2"), InlineData("gru1")]
    public void Forward_CarriedState_ChangesTheSecondTrainingBatchAlone(string name)
    {
        var config = GoldenModels.Instance.Config(name) with { Dropout = 0 };
        using var carrying = new RecurrentClassifier(config, carryHiddenState: true);
        using var fresh = new RecurrentClassifier(config);
        ModelWeights.Restore(carrying, GoldenModels.Weights(name));
        ModelWeights.Restore(fresh, GoldenModels.Weights(name));
        using var scope = NewDisposeScope();
        float[] Logits(RecurrentClassifier model) => ModelWeights.ToArray(model.call(Golden.Ids()));

        var expected = Logits(fresh);
        Assert.Equal(expected, Logits(carrying));    // starts from zero
        Assert.NotEqual(expected, Logits(carrying)); // starts where the first batch ended
        carrying.eval();
        Assert.Equal(expected, Logits(carrying));    // evaluation starts from zero
        carrying.train();
        carrying.ResetHiddenState();
        Assert.Equal(expected, Logits(carrying));
    }

    // Without the detachment the second backward pass would walk into the first graph, which is freed by then.
    [Theory]
    [InlineData("rnn1"), InlineData("lstm1"), InlineData("gru1")]
    public void Forward_CarriedState_IsDetachedFromTheGraphOfTheBatchBefore(string name)
    {
        using var model = new RecurrentClassifier(GoldenModels.Instance.Config(name), carryHiddenState: true);
        for (var i = 0; i < 2; i++)
        {
            using var scope = NewDisposeScope();

            model.call(Golden.Ids()).sum().backward();

            var (hidden, cell) = model.Carried!.For(GoldenModels.Instance.Ids.Length);
            Assert.False(hidden!.requires_grad);
            Assert.False(cell?.requires_grad ?? false);
            Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
        }
    }
}
