using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class RandomTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Randn_Seed1_GivesPyTorchsNumbers()
    {
        using var generator = new Generator(1);

        // torch.manual_seed(1); torch.randn(3)
        Assert.Equal([0.66135216f, 0.2669241f, 0.06167726f], Close.Values(randn([3], generator: generator)));
    }

    [Fact]
    public void Generator_SameSeed_GivesTheSameAgain()
    {
        using var generator = new Generator(7);
        var first = Draw(generator);

        Assert.NotEqual(first, Draw(generator));
        Assert.Equal(first, Draw(generator.manual_seed(7)));
    }

    [Fact]
    public void Generator_StateRestored_GoesOnFromThere()
    {
        using var generator = new Generator(7);
        Draw(generator);
        var state = generator.get_state();
        var expected = Draw(generator);

        generator.set_state(state);

        Assert.Equal(expected, Draw(generator));
        using var other = new Generator();
        other.set_state(state);
        Assert.Equal(expected, Draw(other));
    }

    [Fact]
    public void Generator_OfItsOwn_LeavesTheDefaultAlone()
    {
        manual_seed(11);
        var state = random.get_rng_state();

        using var generator = new Generator(5);
        Draw(generator);

        Assert.Equal(state.data<byte>(), random.get_rng_state().data<byte>());
    }

    [Fact]
    public void DefaultGenerator_StateRestored_RepeatsDropout()
    {
        manual_seed(11);
        var state = random.get_rng_state();
        var first = Close.Values(nn.functional.dropout(ones(64)));
        var second = Close.Values(nn.functional.dropout(ones(64)));

        random.set_rng_state(state);

        Assert.Equal(first, Close.Values(nn.functional.dropout(ones(64))));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Dropout_Training_ZeroesAndScales()
    {
        manual_seed(3);
        var dropped = Close.Values(nn.functional.dropout(ones(10_000), 0.25));

        Assert.All(dropped, value => Assert.True(value is 0 or 4f / 3, $"found {value}"));
        // 2,500 zeros are expected; 6 standard deviations of the binomial are 260.
        Assert.InRange(dropped.Count(value => value == 0), 2240, 2760);
    }

    [Fact]
    public void Dropout_SameSeed_DropsTheSame()
    {
        manual_seed(3);
        var first = Close.Values(nn.functional.dropout(ones(100)));
        random.manual_seed(3);

        Assert.Equal(first, Close.Values(nn.functional.dropout(ones(100))));
        Assert.Equal(Enumerable.Repeat(1f, 100), Close.Values(nn.functional.dropout(ones(100), training: false)));
    }

    [Fact]
    public void Randperm_Seeded_IsAPermutation()
    {
        using var generator = new Generator(2);
        var permutation = randperm(50, generator: generator).data<long>().ToArray();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), permutation.Order());
        Assert.Equal(permutation, randperm(50, generator: generator.manual_seed(2)).data<long>());
        Assert.NotEqual(permutation.Order(), permutation);
    }

    [Fact]
    public void Fill_InPlace_StaysInItsRange()
    {
        using var generator = new Generator(2);

        Assert.All(Close.Values(zeros(1000).uniform_(-2, 3, generator)), value => Assert.InRange(value, -2, 3));
        // The mean of 10,000 draws of N(5, 0.1): 6 standard errors are 0.006.
        Assert.Equal(5, zeros(10_000).normal_(5, 0.1, generator).mean().item<float>(), 0.006);
    }

    public void Dispose() => _scope.Dispose();

    static float[] Draw(Generator generator) => Close.Values(rand([8], generator: generator));
}
