using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnToolkit.Kernels;

/// <summary>Numbers in memory that does not move and begins at a cache line, so that no vector crosses one. The garbage collector frees it.</summary>
public sealed unsafe class AlignedBuffer
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    public const int Alignment = 64;

    readonly float[] _memory;

    /// <summary>Takes memory and clears it.</summary>
    /// <param name="length">Numbers.</param>
    public AlignedBuffer(long length)
    {
        _memory = GC.AllocateArray<float>(checked((int)(length + (Alignment / sizeof(float)))), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        Start = (float*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
        Length = length;
    }

    /// <summary>How many numbers there are.</summary>
    public long Length { get; }

    /// <summary>The first number; valid for as long as this object is reachable.</summary>
    public float* Start { get; }

    /// <summary>The numbers.</summary>
    public Span<float> Span => new(Start, (int)Length);
}
