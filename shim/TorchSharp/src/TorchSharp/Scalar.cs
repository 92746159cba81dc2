using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number of any element type, as arguments of tensor operations take it.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(ScalarValue value) => Value = value;

    internal ScalarValue Value { get; }

    public static implicit operator Scalar(byte value) => new(ScalarValue.Of((long)value));
    public static implicit operator Scalar(sbyte value) => new(ScalarValue.Of((long)value));
    public static implicit operator Scalar(short value) => new(ScalarValue.Of((long)value));
    public static implicit operator Scalar(int value) => new(ScalarValue.Of((long)value));
    public static implicit operator Scalar(long value) => new(ScalarValue.Of(value));
    public static implicit operator Scalar(float value) => new(ScalarValue.Of((double)value));
    public static implicit operator Scalar(double value) => new(ScalarValue.Of(value));
    public static implicit operator Scalar(bool value) => new(ScalarValue.Of(value));

    /// <summary>Nothing is held outside managed memory; the method is part of the API.</summary>
    public void Dispose() { }
}
