using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        NativeMethods.Check(NativeMethods.shim_manual_seed(seed));
        return Generator.Default;
    }

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    /// <summary>A random number generator of the CPU.</summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public class Generator : IDisposable
    {
        Generator(IntPtr handle, Device device) => (Handle, this.device) = (handle, device);

        public Generator(ulong seed = 0, Device? device = null) : this(NativeMethods.shim_new_generator(seed), RequireCpu(device)) { }

        ~Generator() => Free();

        /// <summary>The generator that is used where none is given.</summary>
        public static Generator Default => new(NativeMethods.shim_default_generator(), CPU);

        public IntPtr Handle { get; private set; }
        public Device device { get; }

        internal IntPtr ValidHandle => Handle != 0 ? Handle : throw new InvalidOperationException("Generator invalid -- empty handle: it was disposed.");

        public Generator manual_seed(long seed)
        {
            NativeMethods.shim_generator_manual_seed(this, seed);
            return this;
        }

        public Tensor get_state() => NativeMethods.shim_generator_get_state(this);
        public void set_state(Tensor value) => NativeMethods.Check(NativeMethods.shim_generator_set_state(this, value));

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        void Free()
        {
            if (Handle != 0)
            {
                NativeMethods.shim_free_generator(Handle);
                Handle = 0;
            }
        }

        static Device RequireCpu(Device? device) =>
            device is null or { type: DeviceType.CPU }
                ? CPU
                : throw new NotSupportedException($"A generator of its own exists for the CPU only, found {device}.");
    }
}
