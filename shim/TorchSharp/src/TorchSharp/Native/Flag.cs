namespace TorchSharp.Native;

/// <summary>C++'s bool: one byte, and blittable where <see cref="bool"/> is not.</summary>
readonly struct Flag
{
    readonly byte _value;

    Flag(bool value) => _value = value ? (byte)1 : (byte)0;

    public static implicit operator Flag(bool value) => new(value);
    public static implicit operator bool(Flag flag) => flag._value != 0;
}
