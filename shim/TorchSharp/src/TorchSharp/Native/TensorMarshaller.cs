using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Lets native signatures say <see cref="Tensor"/>: checks the handle going in, wraps or throws coming out.</summary>
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(Argument))]
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Result))]
static class TensorMarshaller
{
    public ref struct Argument
    {
        Tensor _tensor;

        public void FromManaged(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            _tensor = tensor;
        }

        public readonly IntPtr ToUnmanaged() => _tensor.Handle;

        // A tensor that nobody else refers to must not be finalized while libtorch reads it.
        public readonly void OnInvoked() => GC.KeepAlive(_tensor);
        public readonly void Free() { }
    }

    public static class Result
    {
        public static Tensor ConvertToManaged(IntPtr handle) => handle == 0 ? throw NativeMethods.LastError() : new Tensor(handle);
    }
}

/// <summary>The same for an argument that may be absent.</summary>
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(Argument))]
static class OptionalTensorMarshaller
{
    public ref struct Argument
    {
        Tensor? _tensor;

        public void FromManaged(Tensor? tensor) => _tensor = tensor;
        public readonly IntPtr ToUnmanaged() => _tensor?.Handle ?? 0;
        public readonly void OnInvoked() => GC.KeepAlive(_tensor);
        public readonly void Free() { }
    }
}
