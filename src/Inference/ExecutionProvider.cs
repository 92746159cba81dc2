namespace RnnToolkit.Inference;

/// <summary>The ONNX Runtime execution provider that scores; in other words, the hardware.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor. Always available.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU. Needs the package Microsoft.ML.OnnxRuntime.Gpu in the app, and CUDA and cuDNN on the machine.</summary>
    Cuda,
}
