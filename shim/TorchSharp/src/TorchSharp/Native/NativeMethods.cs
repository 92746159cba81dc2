using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>The C ABI of the native library, a file per source file there.</summary>
static partial class NativeMethods
{
    const string Library = "TorchSharpShim";

    [LibraryImport(Library)]
    private static partial IntPtr shim_last_error();

    // Upstream's type for a native failure, reserved or not.
#pragma warning disable CA2201
    public static ExternalException LastError() => new(Marshal.PtrToStringUTF8(shim_last_error()));
#pragma warning restore CA2201

    /// <summary>Throws what a function that returns a status left behind.</summary>
    public static void Check(int status)
    {
        if (status != 0)
        {
            throw LastError();
        }
    }

    /// <summary>The handles of tensors for a function that takes many. The caller keeps the tensors alive.</summary>
    public static IntPtr[] Handles(ReadOnlySpan<Tensor> tensors)
    {
        var handles = new IntPtr[tensors.Length];
        for (var i = 0; i < handles.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(tensors[i], nameof(tensors));
            handles[i] = tensors[i].Handle;
        }
        return handles;
    }
}
