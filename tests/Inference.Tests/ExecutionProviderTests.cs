using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RnnToolkit.Inference.Tests;

/// <summary>What the scorer says of its provider must be what it did, and what this machine can do.</summary>
public sealed class ExecutionProviderTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    // No machine has that many GPUs: asking for this one fails everywhere.
    const int NoSuchDevice = 9999;

    /// <summary>What this machine can do, from its parts: a build of ONNX Runtime that knows CUDA, and NVIDIA's driver.</summary>
    static ExecutionProvider Best =>
        OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider")
        && NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _)
            ? ExecutionProvider.Cuda
            : ExecutionProvider.Cpu;

    [Fact]
    public void Load_Cpu_RunsOnTheCpuAndSaysSo()
    {
        Assert.Equal(ExecutionProvider.Cpu, fixture.Scorer.ExecutionProvider);
        Assert.Equal("the CPU was asked for", fixture.Scorer.ExecutionProviderReason);
        Assert.Equal(ExecutionProvider.Cpu, fixture.Scorer.Score("good").ExecutionProvider);
    }

    [Fact]
    public void Load_CudaPreferred_RunsOnTheBestThatThisMachineHas()
    {
        using var scorer = SentimentScorer.Load(fixture.BundlePath, new() { ExecutionProvider = ExecutionProvider.Cuda });
        var texts = ScorerFixture.Texts(seed: 10, count: 20);

        Assert.Equal(Best, scorer.ExecutionProvider);
        Assert.StartsWith(
            Best is ExecutionProvider.Cuda ? "CUDA was asked for; device 0" : "CUDA was asked for and cannot run here: ",
            scorer.ExecutionProviderReason,
            StringComparison.Ordinal);

        // GPUs may use other roundings (TF32 is off by default for recurrent layers).
        Assert.All(texts.Zip(scorer.ScoreBatch(texts)), pair =>
        {
            Assert.Equal(Best, pair.Second.ExecutionProvider);
            Assert.Equal(fixture.Scorer.Score(pair.First).Probability, pair.Second.Probability, tolerance: 1e-4);
        });
    }

    [Fact]
    public void Load_CudaThatCannotRun_FallsBackToTheCpuAndSaysWhy()
    {
        using var scorer = SentimentScorer.Load(
            fixture.BundlePath, new() { ExecutionProvider = ExecutionProvider.Cuda, DeviceId = NoSuchDevice });

        Assert.Equal(ExecutionProvider.Cpu, scorer.ExecutionProvider);
        Assert.StartsWith("CUDA was asked for and cannot run here: ", scorer.ExecutionProviderReason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', scorer.ExecutionProviderReason);
        Assert.Equal(fixture.Scorer.Score("good film"), scorer.Score("good film"));
    }

    [Fact]
    public void Load_CudaThatCannotRunAndIsRequired_Throws()
    {
        var exception = Assert.Throws<PlatformNotSupportedException>(() => SentimentScorer.Load(
            fixture.BundlePath, new() { ExecutionProvider = ExecutionProvider.Cuda, DeviceId = NoSuchDevice, FallBackToCpu = false }));

        Assert.StartsWith("CUDA was asked for and cannot run here: ", exception.Message, StringComparison.Ordinal);
    }
}
