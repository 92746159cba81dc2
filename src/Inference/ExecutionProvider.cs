namespace RnnToolkit.Inference;

/// <summary>What computes the scores: an execution provider of ONNX Runtime, in other words the hardware, or this library itself.</summary>
public enum ExecutionProvider
{
    /// <summary>ONNX Runtime on the processor. Always available.</summary>
    Cpu,

    /// <summary>ONNX Runtime on an NVIDIA GPU. Needs the package Microsoft.ML.OnnxRuntime.Gpu in the app, and CUDA and cuDNN on the machine.</summary>
    Cuda,

    /// <summary>
    /// This library on the processor, without native code: two to four times as many texts a second as <see cref="Cpu"/> in batches of the paper's
    /// models with one layer. It runs the models of this toolkit and no others. Scores differ from those of <see cref="Cpu"/> by rounding. Always available.
    /// </summary>
    Managed,
}
