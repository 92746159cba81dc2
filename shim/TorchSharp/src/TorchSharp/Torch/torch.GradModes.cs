using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.Push();

    public static bool is_grad_enabled() => NativeMethods.shim_grad_mode();
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Sets the recording of gradients on this thread, and sets it back.</summary>
    sealed class GradMode : IDisposable
    {
        readonly bool _before = NativeMethods.shim_grad_mode();

        public GradMode(bool enabled) => NativeMethods.shim_set_grad_mode(enabled);

        public void Dispose() => NativeMethods.shim_set_grad_mode(_before);
    }

    /// <summary>Holds libtorch's guard, which belongs to the thread: there is no finalizer on purpose.</summary>
    sealed class InferenceMode(bool enabled) : IDisposable
    {
        IntPtr _guard = NativeMethods.shim_inference_mode(enabled);

        public void Dispose()
        {
            if (_guard != 0)
            {
                NativeMethods.shim_free_inference_mode(_guard);
                _guard = 0;
            }
        }
    }
}
