namespace RnnToolkit.Graphs.Onnx;

/// <summary>A version of the ONNX operator set, with what reads it.</summary>
/// <param name="Opset">The version of the default operator set.</param>
/// <param name="IrVersion">The format version of the ONNX release that brought it.</param>
/// <param name="OnnxRelease">That release.</param>
/// <param name="MinimumOnnxRuntime">The oldest release of ONNX Runtime that loads and runs our graphs with it.</param>
public sealed record OpsetInfo(int Opset, int IrVersion, string OnnxRelease, string MinimumOnnxRuntime)
{
    /// <summary>The version that is written when none is asked for.</summary>
    public const int DefaultOpset = 17;

    // 13 moved the axes of Squeeze from an attribute to an input, which is how the emitters write it.
    // ONNX release, opset and IR version: "Released versions" in ONNX's docs/Versioning.md. ONNX Runtime: graphs of every kind were
    // loaded and run in each release from 1.10 to 1.19; 1.6 and 1.8 are what ONNX Runtime's own table of versions says.
    static readonly OpsetInfo[] s_supported =
    [
        new(13, 7, "1.8", "1.6"),
        new(14, 7, "1.9", "1.8"),
        new(15, 8, "1.10", "1.10"),
        new(16, 8, "1.11", "1.11"),
        new(17, 8, "1.12", "1.12"),
        new(18, 8, "1.13", "1.14"),
        new(19, 9, "1.14", "1.16"), // 1.15 knows opset 19 but not its Reshape
        new(20, 9, "1.15", "1.17"),
        new(21, 10, "1.16", "1.18"),
    ];

    /// <summary>Every version that can be written, oldest first.</summary>
    public static IReadOnlyList<OpsetInfo> Supported => s_supported;

    /// <summary>Finds a version.</summary>
    /// <returns>Null when it cannot be written.</returns>
    public static OpsetInfo? Find(int opset) => Array.Find(s_supported, info => info.Opset == opset);
}
