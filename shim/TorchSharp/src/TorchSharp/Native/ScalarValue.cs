using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>A number whose type only run time knows, as the native library takes it.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct ScalarValue
{
    readonly long _kind;
    readonly long _bits;

    ScalarValue(long kind, long bits) => (_kind, _bits) = (kind, bits);

    public bool IsInteger => _kind == 0;
    public bool IsBool => _kind == 2;
    public double Real => IsInteger || IsBool ? _bits : BitConverter.Int64BitsToDouble(_bits);
    public long Integer => IsInteger || IsBool ? _bits : (long)BitConverter.Int64BitsToDouble(_bits);

    public static ScalarValue Of(long value) => new(0, value);
    public static ScalarValue Of(double value) => new(1, BitConverter.DoubleToInt64Bits(value));
    public static ScalarValue Of(bool value) => new(2, value ? 1 : 0);
}
