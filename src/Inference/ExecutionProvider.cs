namespace RnnToolkit.Inference;

/// <summary>The ONNX Runtime execution provider, which is to say the hardware, that scores.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor. Always there.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU. Needs the package Microsoft.ML.OnnxRuntime.Gpu in the app, and CUDA and cuDNN on the machine.</summary>
    Cuda,
}
