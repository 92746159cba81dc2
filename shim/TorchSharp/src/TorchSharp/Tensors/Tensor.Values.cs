using System.Runtime.CompilerServices;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor's own memory: valid as long as the tensor is.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("bytes needs a contiguous tensor; call contiguous() first.");
                }
                var length = numel() * ElementSize;
                if (length > int.MaxValue)
                {
                    throw new ArgumentException($"bytes spans at most {int.MaxValue} bytes, found {length}.");
                }
                return new Span<byte>(CpuData().ToPointer(), (int)length);
            }
        }

        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireElementType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The value of a tensor of one element, whose type must be <typeparamref name="T"/>.</summary>
        public unsafe T item<T>() where T : unmanaged
        {
            if (numel() != 1)
            {
                throw new ArgumentException($"item needs a tensor of one element, found {numel()}.");
            }
            RequireElementType<T>();
            var value = Unsafe.Read<T>(CpuData().ToPointer());
            GC.KeepAlive(this);
            return value;
        }

        public Scalar ToScalar()
        {
            switch (dtype)
            {
                case ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64:
                    NativeMethods.Check(NativeMethods.shim_item_double(this, out var real));
                    return real;
                case ScalarType.Bool:
                    NativeMethods.Check(NativeMethods.shim_item_int64(this, out var flag));
                    return flag != 0;
                default:
                    NativeMethods.Check(NativeMethods.shim_item_int64(this, out var integer));
                    return integer;
            }
        }

        internal IntPtr CpuData()
        {
            if (!is_cpu())
            {
                throw new InvalidOperationException($"Values are read in CPU memory only; the tensor is on {device}. Call cpu() first.");
            }
            var data = NativeMethods.shim_data(this);
            return data != 0 || numel() == 0 ? data : throw NativeMethods.LastError();
        }

        void RequireElementType<T>()
        {
            var type = dtype;
            var expected = type switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.Bool => typeof(bool),
                _ => null,
            };
            if (expected != typeof(T))
            {
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {type}.");
            }
        }
    }
}
