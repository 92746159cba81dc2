using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Draws from U(0, 1).</summary>
    public static Tensor rand(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        NativeMethods.shim_rand(size, size.Length, generator, TensorLayout.Of(dtype, device, requires_grad, names));

    /// <summary>Draws from N(0, 1).</summary>
    public static Tensor randn(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        NativeMethods.shim_randn(size, size.Length, generator, TensorLayout.Of(dtype, device, requires_grad, names));

    /// <summary>The numbers below <paramref name="n"/> in random order, as int64 unless told otherwise.</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        NativeMethods.shim_randperm(n, generator, TensorLayout.Of(dtype ?? ScalarType.Int64, device, requires_grad));
}
