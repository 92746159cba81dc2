using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>
                /// Packs padded sequences; <paramref name="lengths"/> [B] are on the CPU and each at least 1, and descending with
                /// <paramref name="enforce_sorted"/>.
                /// </summary>
                public static PackedSequence pack_padded_sequence(
                    Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    Span<IntPtr> outputs = stackalloc IntPtr[4];
                    outputs.Clear();
                    NativeMethods.Check(NativeMethods.shim_pack_padded_sequence(input, lengths, batch_first, enforce_sorted, outputs));
                    return new(
                        new Tensor(outputs[0]), new Tensor(outputs[1]),
                        outputs[2] == 0 ? null : new Tensor(outputs[2]), outputs[3] == 0 ? null : new Tensor(outputs[3]));
                }

                /// <summary>The padded sequences in the order in which they were packed, and their lengths.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(
                    PackedSequence sequence, bool batch_first = false, double padding_value = 0, long? total_length = null)
                {
                    Span<IntPtr> outputs = stackalloc IntPtr[2];
                    NativeMethods.Check(NativeMethods.shim_pad_packed_sequence(
                        sequence.data, sequence.batch_sizes, sequence.unsorted_indices, batch_first, padding_value, total_length ?? -1, outputs));
                    return (new Tensor(outputs[0]), new Tensor(outputs[1]));
                }
            }
        }
    }
}
