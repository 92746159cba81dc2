using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number of any element type, as arguments of tensor operations take it.</summary>
public sealed class Scalar
{
    internal Scalar(ScalarValue value) => Value = value;

    internal ScalarValue Value { get; }

    public static implicit operator Scalar(int value) => new(ScalarValue.Of((long)value));
    public static implicit operator Scalar(long value) => new(ScalarValue.Of(value));
    public static implicit operator Scalar(float value) => new(ScalarValue.Of((double)value));
    public static implicit operator Scalar(double value) => new(ScalarValue.Of(value));
    public static implicit operator Scalar(bool value) => new(ScalarValue.Of(value));
}
