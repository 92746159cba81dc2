using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool is_leaf => NativeMethods.shim_is_leaf(this);

        public bool requires_grad
        {
            get => NativeMethods.shim_requires_grad(this);
            set => NativeMethods.Check(NativeMethods.shim_set_requires_grad(this, value));
        }

        public Tensor requires_grad_(bool requires_grad = true) => Checked(NativeMethods.shim_set_requires_grad(this, requires_grad));

        /// <summary>The accumulated gradient; null before the first <see cref="backward()"/>. Each read returns a new tensor object.</summary>
        public Tensor? grad
        {
            get
            {
                NativeMethods.Check(NativeMethods.shim_grad(this, out var handle));
                return handle == 0 ? null : new Tensor(handle);
            }
            set => NativeMethods.Check(NativeMethods.shim_set_grad(this, value));
        }

        public void backward() => NativeMethods.Check(NativeMethods.shim_backward(this, [], 0, false, false, [], 0));

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            Tensor[] grads = [.. grad_tensors ?? []];
            Tensor[] leaves = [.. inputs ?? []];
            NativeMethods.Check(NativeMethods.shim_backward(
                this, NativeMethods.Handles(grads), grads.Length, retain_graph || create_graph, create_graph, NativeMethods.Handles(leaves), leaves.Length));
            GC.KeepAlive(grads);
            GC.KeepAlive(leaves);
        }

        public Tensor detach() => NativeMethods.shim_detach(this);
    }
}
