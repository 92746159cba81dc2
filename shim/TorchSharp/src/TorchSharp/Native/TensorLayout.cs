using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Where and as what the native library makes a new tensor.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct TensorLayout
{
    const int Unspecified = -1;

    readonly int _dtype;
    readonly int _deviceType;
    readonly int _deviceIndex;
    readonly Flag _requiresGrad;

    TensorLayout(int dtype, Device device, bool requiresGrad) =>
        (_dtype, _deviceType, _deviceIndex, _requiresGrad) = (dtype, (int)device.type, device.index, requiresGrad);

    /// <summary>Without a <paramref name="dtype"/>: libtorch infers it, as <c>arange</c> and <c>full</c> do.</summary>
    public static TensorLayout Inferred(ScalarType? dtype, Device? device, bool requiresGrad) =>
        new((int?)dtype ?? Unspecified, InitializeDevice(device), requiresGrad);

    /// <summary>Without a <paramref name="dtype"/>: float32.</summary>
    public static TensorLayout Of(ScalarType? dtype, Device? device, bool requiresGrad, string[]? names = null)
    {
        RejectNames(names);
        return new((int)(dtype ?? ScalarType.Float32), InitializeDevice(device), requiresGrad);
    }

    public static void RejectNames(string[]? names)
    {
        if (names is not null)
        {
            throw new NotSupportedException("Named dimensions are not part of this TorchSharp: found a value for 'names', expected null.");
        }
    }
}
