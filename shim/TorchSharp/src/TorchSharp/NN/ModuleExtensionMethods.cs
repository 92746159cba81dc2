using static TorchSharp.torch;

namespace TorchSharp;

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module =>
        Moved(module, device, null, non_blocking);

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module =>
        Moved(module, null, type, non_blocking);

    static T Moved<T>(T module, Device? device, ScalarType? dtype, bool nonBlocking) where T : nn.Module
    {
        module.MoveTo(device, dtype, nonBlocking);
        return module;
    }
}
