using System.Runtime.InteropServices;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial Flag shim_cuda_is_available();
    [LibraryImport(Library)] public static partial int shim_cuda_device_count();
    [LibraryImport(Library)] public static partial int shim_get_num_threads();
    [LibraryImport(Library)] public static partial int shim_set_num_threads(int count);
}
