using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        Copied([scalar], ScalarType.Float32, [], null, device, requires_grad);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Copied([scalar], ScalarType.Float64, [], dtype, device, requires_grad);

    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        Copied([scalar], ScalarType.Int32, [], null, device, requires_grad);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Copied([scalar], ScalarType.Int64, [], dtype, device, requires_grad);

    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Copied([scalar], ScalarType.Bool, [], dtype, device, requires_grad);

    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        Copied([scalar], ScalarType.Byte, [], null, device, requires_grad);

    /// <summary>A tensor of its own memory: the data is copied as it is, then converted to <paramref name="dtype"/>.</summary>
    static Tensor Copied<T>(
        ReadOnlySpan<T> data, ScalarType type, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
        where T : unmanaged
    {
        TensorLayout.RejectNames(names);
        var bytes = MemoryMarshal.AsBytes(data);
        return NativeMethods.shim_from_data(
            bytes, bytes.Length, (int)type, dimensions, dimensions.Length, TensorLayout.Of(dtype ?? type, device, requires_grad));
    }
}
