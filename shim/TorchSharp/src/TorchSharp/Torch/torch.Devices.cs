using System.Globalization;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lies: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':', 2);
            type = ParseType(parts[0]);
            index = parts.Length == 1 ? -1 : int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        public DeviceType type { get; }
        public int index { get; }

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{index}");
        }

        public static implicit operator Device(string description) => new(description);

        static DeviceType ParseType(string name) =>
            name.ToLowerInvariant() switch
            {
                "cpu" => DeviceType.CPU,
                "cuda" => DeviceType.CUDA,
                _ => throw new ArgumentException($"'{name}' is not a device type; expected cpu or cuda."),
            };
    }

    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA));

    public static Device device(string description) => InitializeDevice(new Device(description));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>The device itself, or the CPU for null; throws where the machine has no such device.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= CPU;
        return device.type == DeviceType.CPU || cuda.is_available()
            ? device
            : throw new InvalidOperationException(
                $"Torch device type {device.type} did not initialise on this machine: libtorch does not support it or finds no such device.");
    }

    public static class cuda
    {
        public static bool is_available() => NativeMethods.shim_cuda_is_available() && device_count() > 0;
        public static int device_count() => NativeMethods.shim_cuda_device_count();
    }
}
