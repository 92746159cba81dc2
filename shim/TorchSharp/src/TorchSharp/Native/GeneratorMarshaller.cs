using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Lets native signatures say <see cref="Generator"/>; null is the default generator.</summary>
[CustomMarshaller(typeof(Generator), MarshalMode.ManagedToUnmanagedIn, typeof(Argument))]
static class GeneratorMarshaller
{
    public ref struct Argument
    {
        Generator? _generator;

        public void FromManaged(Generator? generator) => _generator = generator;
        public readonly IntPtr ToUnmanaged() => _generator?.ValidHandle ?? 0;
        public readonly void OnInvoked() => GC.KeepAlive(_generator);
        public readonly void Free() { }
    }
}
