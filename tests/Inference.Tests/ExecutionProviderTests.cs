namespace RnnToolkit.Inference.Tests;

/// <summary>True with and without a GPU: what the scorer says must be what it did.</summary>
public sealed class ExecutionProviderTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    [Fact]
    public void Load_Cpu_RunsOnTheCpuAndSaysSo()
    {
        Assert.Equal(ExecutionProvider.Cpu, fixture.Scorer.ExecutionProvider);
        Assert.Equal("the CPU was asked for", fixture.Scorer.ExecutionProviderReason);
        Assert.Equal(ExecutionProvider.Cpu, fixture.Scorer.Score("good").ExecutionProvider);
    }

    [Fact]
    public void Load_CudaPreferred_ScoresEitherWayAndSaysWhy()
    {
        using var scorer = SentimentScorer.Load(fixture.BundlePath, new() { ExecutionProvider = ExecutionProvider.Cuda });
        var texts = ScorerFixture.Texts(seed: 10, count: 20);

        Assert.StartsWith(
            scorer.ExecutionProvider is ExecutionProvider.Cuda ? "CUDA was asked for; device 0" : "CUDA was asked for and cannot run here: ",
            scorer.ExecutionProviderReason,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', scorer.ExecutionProviderReason);

        // GPUs may use other roundings (TF32 is off by default for recurrent layers).
        Assert.All(texts.Zip(scorer.ScoreBatch(texts)), pair =>
        {
            Assert.Equal(scorer.ExecutionProvider, pair.Second.ExecutionProvider);
            Assert.Equal(fixture.Scorer.Score(pair.First).Probability, pair.Second.Probability, tolerance: 1e-4);
        });
    }

    [Fact]
    public void Load_CudaRequired_RunsOnItOrThrows()
    {
        var options = new SentimentScorerOptions { ExecutionProvider = ExecutionProvider.Cuda, FallBackToCpu = false };
        try
        {
            using var scorer = SentimentScorer.Load(fixture.BundlePath, options);
            Assert.Equal(ExecutionProvider.Cuda, scorer.ExecutionProvider);
        }
        catch (PlatformNotSupportedException exception)
        {
            Assert.StartsWith("CUDA was asked for and cannot run here: ", exception.Message, StringComparison.Ordinal);
        }
    }
}
