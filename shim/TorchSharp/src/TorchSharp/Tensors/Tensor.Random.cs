using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Checked(NativeMethods.shim_uniform_(this, from, to, generator));

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Checked(NativeMethods.shim_normal_(this, mean, std, generator));
    }
}
