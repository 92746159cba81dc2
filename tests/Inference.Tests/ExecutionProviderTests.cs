using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RnnToolkit.Inference.Tests;

/// <summary>What the classifier says of its provider must be what it did, and what this machine can do.</summary>
public sealed class ExecutionProviderTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
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
        Assert.Equal(ExecutionProvider.Cpu, fixture.Classifier.ExecutionProvider);
        Assert.Equal("the CPU was asked for", fixture.Classifier.ExecutionProviderReason);
        Assert.Equal(ExecutionProvider.Cpu, fixture.Classifier.Classify("good").ExecutionProvider);
    }

    [Fact]
    public void Load_CudaPreferred_RunsOnTheBestThatThisMachineHas()
    {
        using var classifier = TextClassifier.Load(fixture.BundlePath, new() { ExecutionProvider = ExecutionProvider.Cuda });
        var texts = ClassifierFixture.Texts(seed: 10, count: 20);

        Assert.Equal(Best, classifier.ExecutionProvider);
        Assert.StartsWith(
            Best is ExecutionProvider.Cuda ? "CUDA was asked for; device 0" : "CUDA was asked for and cannot run here: ",
            classifier.ExecutionProviderReason,
            StringComparison.Ordinal);

        // GPUs may use other roundings (TF32 is off by default for recurrent layers).
        Assert.All(texts.Zip(classifier.ClassifyBatch(texts)), pair =>
        {
            Assert.Equal(Best, pair.Second.ExecutionProvider);
            Assert.Equal(fixture.Classifier.Classify(pair.First).Probability, pair.Second.Probability, tolerance: 1e-4);
        });
    }

    [Fact]
    public void Load_CudaThatCannotRun_FallsBackToTheCpuAndSaysWhy()
    {
        using var classifier = TextClassifier.Load(
            fixture.BundlePath, new() { ExecutionProvider = ExecutionProvider.Cuda, DeviceId = NoSuchDevice });

        Assert.Equal(ExecutionProvider.Cpu, classifier.ExecutionProvider);
        Assert.StartsWith("CUDA was asked for and cannot run here: ", classifier.ExecutionProviderReason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', classifier.ExecutionProviderReason);
        Assert.Equal(fixture.Classifier.Classify("good film"), classifier.Classify("good film"));
    }

    [Fact]
    public void Load_CudaThatCannotRunAndIsRequired_Throws()
    {
        var exception = Assert.Throws<PlatformNotSupportedException>(() => TextClassifier.Load(
            fixture.BundlePath, new() { ExecutionProvider = ExecutionProvider.Cuda, DeviceId = NoSuchDevice, FallBackToCpu = false }));

        Assert.StartsWith("CUDA was asked for and cannot run here: ", exception.Message, StringComparison.Ordinal);
    }
}
