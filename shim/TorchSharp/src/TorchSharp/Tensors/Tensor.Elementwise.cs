using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => NativeMethods.shim_abs(this);
        public Tensor exp() => NativeMethods.shim_exp(this);
        public Tensor log() => NativeMethods.shim_log(this);
        public Tensor relu() => NativeMethods.shim_relu(this);
        public Tensor sigmoid() => NativeMethods.shim_sigmoid(this);
        public Tensor sqrt() => NativeMethods.shim_sqrt(this);
        public Tensor tanh() => NativeMethods.shim_tanh(this);
    }
}
