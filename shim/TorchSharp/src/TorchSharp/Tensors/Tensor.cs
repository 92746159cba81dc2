using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A handle on a native tensor.</summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        IntPtr _handle;

        internal Tensor(IntPtr handle)
        {
            _handle = handle;
            OwningDisposeScope = DisposeScopeManager.Current.Register(this);
        }

        ~Tensor() => Free();

        internal DisposeScope? OwningDisposeScope { get; set; }

        public bool IsInvalid => _handle == 0;

        public IntPtr Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle: it was disposed.");

        public void Dispose()
        {
            if (OwningDisposeScope is { } scope)
            {
                scope.MarkAsDisposed(this);
            }
            else if (!IsInvalid)
            {
                DisposeScopeManager.Current.TensorStatistics.DisposedOutsideScopeCount++;
            }
            Free();
            GC.SuppressFinalize(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope)
            {
                scope.MoveToOther(other, this);
            }
            else
            {
                other?.Attach(this);
            }
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Releases the native tensor, leaving scopes and their counts alone.</summary>
        internal void Free()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.shim_free(handle);
            }
        }

        /// <summary>Makes this object hold another native tensor, so that those who refer to it follow.</summary>
        internal void Replace(IntPtr handle)
        {
            NativeMethods.shim_free(Interlocked.Exchange(ref _handle, handle));
        }

        /// <summary>For in-place operations: throws on failure, otherwise returns this tensor.</summary>
        Tensor Checked(int status)
        {
            NativeMethods.Check(status);
            return this;
        }
    }
}
