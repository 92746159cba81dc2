using System.Globalization;

namespace RnnToolkit.Graphs.Onnx;

/// <summary>A dimension of an input or output: a number, or the name of an axis whose length each run chooses.</summary>
readonly record struct Dimension
{
    readonly string? _axis;
    readonly long _length;

    Dimension(string? axis, long length) => (_axis, _length) = (axis, length);

    public static implicit operator Dimension(string axis) => new(axis, 0);

    public static implicit operator Dimension(long length) => new(null, length);

    public override string ToString() => _axis ?? _length.ToString(CultureInfo.InvariantCulture);

    public TensorShapeProto.Types.Dimension ToProto() => _axis is null ? new() { DimValue = _length } : new() { DimParam = _axis };
}
