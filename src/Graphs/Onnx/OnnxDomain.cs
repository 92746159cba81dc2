namespace RnnToolkit.Graphs.Onnx;

/// <summary>A set of operators in addition to the default one.</summary>
/// <param name="Name">The name in files.</param>
/// <param name="Version">The version that we write.</param>
sealed record OnnxDomain(string Name, int Version)
{
    /// <summary>Every set that our graphs may use.</summary>
    public static IReadOnlyList<OnnxDomain> All => [MachineLearning, OnnxRuntime];

    /// <summary>ONNX's own operators for classical machine learning, among them dictionaries.</summary>
    public static OnnxDomain MachineLearning { get; } = new("ai.onnx.ml", 2);

    /// <summary>The operators that every full build of ONNX Runtime adds.</summary>
    public static OnnxDomain OnnxRuntime { get; } = new("com.microsoft", 1);
}
