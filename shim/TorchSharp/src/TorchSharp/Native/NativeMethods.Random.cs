using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial int shim_manual_seed(long seed);
    [LibraryImport(Library)] public static partial IntPtr shim_default_generator();
    [LibraryImport(Library)] public static partial IntPtr shim_new_generator(ulong seed);
    [LibraryImport(Library)] public static partial void shim_free_generator(IntPtr generator);
    [LibraryImport(Library)] public static partial void shim_generator_manual_seed(Generator generator, long seed);
    [LibraryImport(Library)] public static partial Tensor shim_generator_get_state(Generator generator);
    [LibraryImport(Library)] public static partial int shim_generator_set_state(Generator generator, Tensor state);

    [LibraryImport(Library)] public static partial int shim_uniform_(Tensor self, double from, double to, Generator? generator);
    [LibraryImport(Library)] public static partial int shim_normal_(Tensor self, double mean, double std, Generator? generator);
}
