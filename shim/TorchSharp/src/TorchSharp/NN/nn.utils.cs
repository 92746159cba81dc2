using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static class utils
        {
            /// <summary>Scales the dense gradients, taken as one vector, down to <paramref name="max_norm"/>; sparse ones do not count and stay.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                Tensor[] parameters = [.. tensors];
                NativeMethods.Check(NativeMethods.shim_clip_grad_norm_(
                    NativeMethods.Handles(parameters), parameters.Length, max_norm, norm_type, out var norm));
                GC.KeepAlive(parameters);
                return norm;
            }
        }
    }
}
