using TorchSharp.Modules;
using TorchSharp.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

public sealed class OptimizerTests : IDisposable
{
    // A few roundings of numbers around 1.
    const double Tolerance = 1e-6;

    readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Adam_TwoSteps_FollowTheFormula()
    {
        var parameter = nn.Parameter(tensor([1f]));
        using var optimizer = optim.Adam([parameter], lr: 0.1);
        var (m, v, expected) = (0.0, 0.0, 1.0);
        foreach (var (step, gradient) in new[] { (1, 0.5), (2, -0.25) })
        {
            parameter.grad = tensor([(float)gradient]);
            optimizer.step();

            m = 0.9 * m + 0.1 * gradient;
            v = 0.999 * v + 0.001 * gradient * gradient;
            expected -= 0.1 * (m / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, step))) + 1e-8);
            Assert.Equal(expected, parameter.item<float>(), Tolerance);
        }
    }

    [Fact]
    public void WeightDecay_AdamAndAdamW_PullDifferently()
    {
        var (coupled, decoupled) = (nn.Parameter(tensor([2f])), nn.Parameter(tensor([2f])));
        using var adam = optim.Adam([coupled], lr: 0.1, weight_decay: 0.5);
        using var adamW = optim.AdamW([decoupled], lr: 0.1, weight_decay: 0.5);
        (coupled.grad, decoupled.grad) = (tensor([0.5f]), tensor([0.5f]));

        adam.step();
        adamW.step();

        // The first step of Adam has the size of the learning rate, whatever the gradient.
        Assert.Equal(2 - 0.1, coupled.item<float>(), Tolerance);
        Assert.Equal(2 * (1 - 0.1 * 0.5) - 0.1, decoupled.item<float>(), Tolerance);
    }

    [Theory]
    [InlineData(0, false, 0.9, 0.8)]
    [InlineData(0.5, false, 0.9, 0.75)]
    [InlineData(0.5, true, 0.85, 0.675)]
    public void Sgd_TwoStepsOfGradientOne_FollowTheFormula(double momentum, bool nesterov, double first, double second)
    {
        var parameter = nn.Parameter(tensor([1f]));
        using var optimizer = optim.SGD([parameter], 0.1, momentum, nesterov: nesterov);
        parameter.grad = ones(1);

        optimizer.step();
        Assert.Equal(first, parameter.item<float>(), Tolerance);
        optimizer.step();
        Assert.Equal(second, parameter.item<float>(), Tolerance);
    }

    [Fact]
    public void Sgd_SparseGradient_MovesTheUsedRows()
    {
        using var embedding = nn.Embedding_from_pretrained(zeros(3, 1), freeze: false, sparse: true);
        using var optimizer = optim.SGD(embedding.parameters(), 0.5);

        embedding.call(tensor(new long[] { 2, 2, 0 })).sum().backward();
        optimizer.step();

        Assert.Equal([-0.5f, 0, -1], Close.Values(embedding.weight!));
    }

    [Fact]
    public void Adam_SparseGradient_Throws()
    {
        using var embedding = nn.Embedding(3, 1, sparse: true);
        using var optimizer = optim.Adam(embedding.parameters());
        embedding.call(tensor(new long[] { 2 })).sum().backward();

        Assert.ThrowsAny<Exception>(() => optimizer.step());
    }

    [Fact]
    public void LearningRate_OfParamGroups_TakesEffect()
    {
        var parameter = nn.Parameter(tensor([1f]));
        using var optimizer = optim.SGD([parameter], 0.1);
        parameter.grad = ones(1);

        foreach (var group in optimizer.ParamGroups)
        {
            Assert.Equal(0.1, group.LearningRate);
            group.LearningRate = 0.25;
        }
        optimizer.step();

        Assert.Equal(0.75f, parameter.item<float>());
        Assert.Equal(0.1, optimizer.ParamGroups.Single().InitialLearningRate);
    }

    [Fact]
    public void ParamGroups_OptionsOfTheirOwn_OverrideTheOptimizers()
    {
        var (slow, fast) = (nn.Parameter(tensor([1f])), nn.Parameter(tensor([1f])));
        using var optimizer = optim.Adam([new Adam.ParamGroup([slow], lr: 0.001), new Adam.ParamGroup { Parameters = [fast] }], lr: 0.1);
        (slow.grad, fast.grad) = (ones(1), ones(1));

        optimizer.step();

        Assert.Equal(0.999, slow.item<float>(), Tolerance);
        Assert.Equal(0.9, fast.item<float>(), Tolerance);
    }

    [Theory]
    [InlineData("adam"), InlineData("amsgrad"), InlineData("adamw"), InlineData("sgd")]
    public void SavedState_LoadedIntoAFreshOptimizer_GoesOnBitForBit(string kind)
    {
        using var uninterrupted = Classifier.Tiny("gru1");
        using var optimizer = Create(kind, uninterrupted);
        Train(uninterrupted, optimizer, steps: 3);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);

        using var resumed = Classifier.Tiny("gru1");
        resumed.load_state_dict(uninterrupted.state_dict());
        using var fresh = Create(kind, resumed);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        fresh.load_state_dict(reader);

        Train(uninterrupted, optimizer, steps: 3);
        Train(resumed, fresh, steps: 3);
        Assert.All(resumed.state_dict(), pair => Assert.Equal(Close.Values(uninterrupted.state_dict()[pair.Key]), Close.Values(pair.Value)));
    }

    [Fact]
    public void SavedState_File_RoundTrips()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var classifier = Classifier.Tiny("rnn1");
        using var optimizer = Create("adam", classifier);
        Train(classifier, optimizer, steps: 2);
        try
        {
            optimizer.save_state_dict(path);
            using var fresh = Create("adam", classifier);
            fresh.load_state_dict(path);

            var (saved, loaded) = (optimizer.state_dict(), fresh.state_dict());
            Assert.Equal(7, loaded.State.Count);
            Assert.All(saved.State.Zip(loaded.State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void LoadStateDict_OtherOptimizerOrModel_Throws()
    {
        using var classifier = Classifier.Tiny("rnn1");
        using var other = Classifier.Tiny("rnn2");
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Create("adam", classifier).save_state_dict(writer);
        using var reader = new BinaryReader(stream);

        stream.Position = 0;
        Assert.Throws<InvalidDataException>(() => Create("sgd", classifier).load_state_dict(reader));
        stream.Position = 0;
        Assert.Throws<ArgumentException>(() => Create("adam", other).load_state_dict(reader));
        stream.SetLength(stream.Length / 2);
        stream.Position = 0;
        Assert.ThrowsAny<Exception>(() => Create("adam", classifier).load_state_dict(reader));
    }

    public void Dispose() => _scope.Dispose();

    static OptimizerHelper Create(string kind, nn.Module module) => kind switch
    {
        "amsgrad" => optim.Adam(module.parameters(), lr: 0.01, amsgrad: true),
        "adamw" => optim.AdamW(module.named_parameters(), lr: 0.01, weight_decay: 0.1),
        "sgd" => optim.SGD(module.parameters(), 0.01, momentum: 0.9),
        _ => optim.Adam(module.parameters(), lr: 0.01),
    };

    static void Train(Classifier classifier, OptimizerHelper optimizer, int steps)
    {
        classifier.eval();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            binary_cross_entropy_with_logits(classifier.call(arange(12).reshape(3, 4)), tensor([0f, 1f, 1f])).backward();
            optimizer.step();
        }
    }
}
