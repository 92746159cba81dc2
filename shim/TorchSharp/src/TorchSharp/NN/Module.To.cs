using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Converts and moves parameters and buffers; the objects stay, so fields and optimizers keep them.</summary>
            internal void MoveTo(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                if (device is not null)
                {
                    InitializeDevice(device);
                }
                foreach (var parameter in parameters())
                {
                    Move(parameter, device, dtype, nonBlocking);
                }
                foreach (var buffer in buffers())
                {
                    Move(buffer, device, dtype, nonBlocking);
                }
            }

            static void Move(Tensor tensor, Device? device, ScalarType? dtype, bool nonBlocking)
            {
                var (fromDevice, fromType) = (tensor.device, tensor.dtype);
                var toType = dtype is { } wanted && IsFloatingPoint(wanted) == IsFloatingPoint(fromType) ? wanted : fromType;
                var toDevice = device ?? fromDevice;
                if (toType == fromType && toDevice.type == fromDevice.type && (toDevice.index < 0 || toDevice.index == fromDevice.index))
                {
                    return;
                }

                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var gradient = tensor.grad?.to(toType, toDevice, non_blocking: nonBlocking);
                var moved = tensor.to(toType, toDevice, non_blocking: nonBlocking);
                tensor.Replace(NativeMethods.shim_leaf(moved, tensor.requires_grad));
                if (gradient is not null)
                {
                    tensor.grad = gradient;
                }
            }

            static bool IsFloatingPoint(ScalarType type) =>
                type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
        }
    }
}
