using TorchSharp.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

/// <summary>The six models against what PyTorch computed.</summary>
public sealed class GoldenTests
{
    // Two BLAS libraries add up 100 products in different orders: a few units in the last place of numbers below 1.
    const double OneForward = 2e-6;

    // The norm of gradients that went back through 100 steps, relative to its size.
    const double OneBackward = 1e-4;

    // Adam's first steps are lr * gradient / |gradient|: where a gradient is rounding noise its sign decides, so the
    // differences of one step are carried on.
    const double FiveAdamSteps = 2e-5;

    public static TheoryData<string> SixModels => Golden.SixModels;

    [Theory]
    [MemberData(nameof(SixModels))]
    public void InitialWeights_SameSeedAndOrder_EqualPyTorchBitForBit(string model)
    {
        using var classifier = Classifier.OfGolden(model);
        var expected = Golden.InitialWeights(model);

        var state = classifier.state_dict();

        Assert.Equal(expected.Keys.Order(), state.Keys.Order());
        foreach (var (name, (shape, values)) in expected)
        {
            Assert.Equal(shape, state[name].shape);
            Assert.Equal(values, Close.Values(state[name]));
        }
    }

    [Theory]
    [MemberData(nameof(SixModels))]
    public void Logits_GoldenBatch_MatchPyTorch(string model)
    {
        using var scope = NewDisposeScope();
        using var classifier = Classifier.OfGolden(model);
        classifier.eval();

        var logits = classifier.call(Ids());

        Close.Equal(Golden.Numbers.Models[model].Logits, Close.Values(logits), OneForward);
    }

    [Theory]
    [MemberData(nameof(SixModels))]
    public void LossAndGradients_GoldenBatch_MatchPyTorch(string model)
    {
        using var scope = NewDisposeScope();
        using var classifier = Classifier.OfGolden(model);
        classifier.eval();
        var golden = Golden.Numbers.Models[model];

        var loss = binary_cross_entropy_with_logits(classifier.call(Ids()), Labels());
        loss.backward();

        Assert.Equal(golden.Loss, loss.item<float>(), OneForward);
        var norms = classifier.named_parameters().ToDictionary(named => named.name, named => named.parameter.grad!.norm().item<float>());
        Assert.Equal(golden.GradientNorms.Keys.Order(), norms.Keys.Order());
        Assert.All(golden.GradientNorms, expected => Assert.Equal(expected.Value, norms[expected.Key], OneBackward * expected.Value));
    }

    [Theory]
    [MemberData(nameof(SixModels))]
    public void Training_FiveAdamSteps_MatchesPyTorch(string model)
    {
        using var scope = NewDisposeScope();
        using var classifier = Classifier.OfGolden(model);
        classifier.eval(); // without dropout, which PyTorch's numbers were made without
        using var optimizer = optim.Adam(classifier.parameters(), lr: 0.001);
        var golden = Golden.Numbers.Models[model];

        var trace = new float[golden.AdamLossTrace.Length];
        for (var step = 0; step < trace.Length; step++)
        {
            var loss = binary_cross_entropy_with_logits(classifier.call(Ids()), Labels());
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            trace[step] = loss.item<float>();
        }

        Close.Equal(golden.AdamLossTrace, trace, FiveAdamSteps);
        Close.Equal(golden.LogitsAfterAdam, Close.Values(classifier.call(Ids())), FiveAdamSteps);
    }

    [Theory]
    [MemberData(nameof(SixModels))]
    public void SparseEmbedding_GoldenBatch_HasTheDenseGradient(string model)
    {
        using var scope = NewDisposeScope();
        var gradients = new Tensor[2];
        foreach (var sparse in new[] { false, true })
        {
            using var classifier = Classifier.OfGolden(model, sparse);
            classifier.eval();
            binary_cross_entropy_with_logits(classifier.call(Ids()), Labels()).backward();
            gradients[sparse ? 1 : 0] = classifier.get_parameter("embedding.weight")!.grad!;
        }

        Assert.False(gradients[0].is_sparse);
        Assert.True(gradients[1].is_sparse);
        // Up to 700 rows of the padding are added up in another order.
        Close.Equal(gradients[0], gradients[1].to_dense(), 1e-7);
    }

    static Tensor Ids() => tensor(Golden.Numbers.Ids.SelectMany(row => row).ToArray(), [Golden.Numbers.Ids.Length, Golden.Numbers.SequenceLength]);

    static Tensor Labels() => tensor(Golden.Numbers.Labels);
}
