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

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Adam_ThreeSteps_FollowTheFormula(bool amsgrad)
    {
        var parameter = nn.Parameter(tensor([1f]));
        using var optimizer = optim.Adam([parameter], lr: 0.1, amsgrad: amsgrad);
        var (m, v, largest, expected) = (0.0, 0.0, 0.0, 1.0);
        foreach (var (step, gradient) in new[] { (1, 0.5), (2, -0.25), (3, 0.0) })
        {
            parameter.grad = tensor([(float)gradient]);
            optimizer.step();

            m = 0.9 * m + 0.1 * gradient;
            v = 0.999 * v + 0.001 * gradient * gradient;
            largest = amsgrad ? Math.Max(largest, v) : v;
            expected -= 0.1 * (m / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(largest / (1 - Math.Pow(0.999, step))) + 1e-8);
            Assert.Equal(expected, parameter.item<float>(), Tolerance);
        }
    }

    [Theory]
    [InlineData(0, false, 2.1)]
    [InlineData(0.5, false, 1.9)] // 0.5 times the weight is more than the gradient
    [InlineData(0, true, 1.9)]
    public void Adam_DecayAndDirection_DecideWhereTheFirstStepGoes(double weightDecay, bool maximize, double expected)
    {
        var parameter = nn.Parameter(tensor([2f]));
        using var optimizer = optim.Adam([parameter], lr: 0.1, weight_decay: weightDecay, maximize: maximize);
        parameter.grad = tensor([-0.5f]);

        optimizer.step();

        // The first step of Adam has the size of the learning rate, whatever the gradient.
        Assert.Equal(expected, parameter.item<float>(), Tolerance);
    }

    [Fact]
    public void Step_Closure_RecordsAndReturnsTheLoss()
    {
        var parameter = nn.Parameter(tensor([2f]));
        using var optimizer = optim.Adam([parameter], lr: 0.1);
        using var off = no_grad();

        var loss = optimizer.step(() =>
        {
            var square = (parameter * parameter).sum();
            square.backward();
            return square;
        });

        Assert.Equal(4, loss!.item<float>(), Tolerance);
        Assert.Equal(1.9, parameter.item<float>(), Tolerance);
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
        using var optimizer = optim.Adam([parameter], lr: 0.1);
        parameter.grad = ones(1);

        foreach (var group in optimizer.ParamGroups)
        {
            Assert.Equal(0.1, group.LearningRate);
            group.LearningRate = 0.25;
        }
        optimizer.step();

        Assert.Equal(0.75, parameter.item<float>(), Tolerance);
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
    [InlineData(false), InlineData(true)]
    public void SavedState_LoadedIntoAFreshOptimizer_GoesOnBitForBit(bool amsgrad)
    {
        using var uninterrupted = Classifier.Tiny("gru1");
        using var optimizer = Create(uninterrupted, amsgrad);
        Train(uninterrupted, optimizer, steps: 3);

        using var resumed = Classifier.Tiny("gru1");
        resumed.load_state_dict(uninterrupted.state_dict());
        using var fresh = Create(resumed, amsgrad);
        Load(fresh, Saved(optimizer));

        Train(uninterrupted, optimizer, steps: 3);
        Train(resumed, fresh, steps: 3);
        Assert.All(resumed.state_dict(), pair => Assert.Equal(Close.Values(uninterrupted.state_dict()[pair.Key]), Close.Values(pair.Value)));
    }

    [Fact]
    public void SavedState_File_RoundTrips()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var classifier = Classifier.Tiny("rnn1");
        using var optimizer = Create(classifier);
        Train(classifier, optimizer, steps: 2);
        try
        {
            optimizer.save_state_dict(path);
            using var fresh = Create(classifier);
            fresh.load_state_dict(path);

            Assert.Equal(File.ReadAllBytes(path), Saved(fresh));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void LoadStateDict_OtherModelOrDamaged_Throws()
    {
        using var classifier = Classifier.Tiny("rnn1");
        using var other = Classifier.Tiny("rnn2");
        using var optimizer = Create(classifier);
        var saved = Saved(optimizer);

        Assert.Throws<ArgumentException>(() => Load(Create(other), saved));
        Assert.ThrowsAny<Exception>(() => Load(optimizer, saved[..(saved.Length / 2)]));
        saved[1] ^= 1; // in the optimizer's name
        Assert.Throws<InvalidDataException>(() => Load(optimizer, saved));
    }

    public void Dispose() => _scope.Dispose();

    static Adam Create(nn.Module module, bool amsgrad = false) => optim.Adam(module.parameters(), lr: 0.01, amsgrad: amsgrad);

    static byte[] Saved(Adam optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        return stream.ToArray();
    }

    static void Load(Adam optimizer, byte[] saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved));
        optimizer.load_state_dict(reader);
    }

    static void Train(Classifier classifier, Adam optimizer, int steps)
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
