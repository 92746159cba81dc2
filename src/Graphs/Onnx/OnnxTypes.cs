using System.Globalization;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Onnx;

/// <summary>Element types and shapes as ONNX's documents and bundle.json write them.</summary>
public static class OnnxTypes
{
    /// <summary>The name of an element type: <c>float32</c>, <c>int64</c>.</summary>
    public static string Name(int elementType) => (DataType)elementType switch
    {
        DataType.Float => "float32",
        DataType.Double => "float64",
        var type when Enum.IsDefined(type) => type.ToString().ToLowerInvariant(),
        _ => Invariant($"type {elementType}"),
    };

    /// <summary>The dimensions of an input or output, each a number or the name of an axis.</summary>
    public static string[] Shape(ValueInfoProto value) =>
        [.. value.Type?.TensorType?.Shape?.Dim.Select(dimension =>
            dimension.HasDimParam ? dimension.DimParam : dimension.DimValue.ToString(CultureInfo.InvariantCulture)) ?? []];
}
