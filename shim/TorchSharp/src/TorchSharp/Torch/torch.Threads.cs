using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static int get_num_threads() => NativeMethods.shim_get_num_threads();
    public static void set_num_threads(int num) => NativeMethods.Check(NativeMethods.shim_set_num_threads(num));
}
