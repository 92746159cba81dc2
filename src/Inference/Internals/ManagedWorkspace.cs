using RnnToolkit.Bundle;
using RnnToolkit.Kernels;

namespace RnnToolkit.Inference.Internals;

/// <summary>Memory of one run of <see cref="ManagedModel"/>. It grows to what runs need, and is reused.</summary>
sealed unsafe class ManagedWorkspace
{
    /// <summary>Rows that go through the time steps together: enough to use what a strip of a matrix costs to load, few enough for the cache.</summary>
    public const int BlockRows = 16;

    /// <summary>Inputs that are projected at once.</summary>
    public const int ChunkRows = 64;

    readonly nint[] _pointers = GC.AllocateArray<nint>((2 * BlockRows) + (2 * ChunkRows), pinned: true);
    readonly int _sequences;
    AlignedBuffer[] _sequence = [];

    public ManagedWorkspace(ModelConfig model, GateLayout gates, GateLayout head, int lanes)
    {
        _sequences = 2 * model.DirectionCount;
        UnitStride = gates.UnitStride;
        Gates = new((BlockRows * gates.Columns) + lanes);
        Projected = new((ChunkRows * gates.Columns) + lanes);
        EmbeddingStride = ((model.EmbeddingSize + lanes - 1) / lanes) * lanes;
        Embedded = new(ChunkRows * EmbeddingStride);
        Hidden = new((long)model.DirectionCount * BlockRows * UnitStride);
        Cells = new((long)BlockRows * UnitStride);
        PooledStride = (((Math.Max(model.PooledSize, 2 * UnitStride)) + lanes - 1) / lanes) * lanes;
        Pooled = new((long)BlockRows * PooledStride);
        Logits = new((BlockRows * head.Columns) + lanes);
        Scores = new((ChunkRows * lanes) + lanes);
        Sums = new(2L * UnitStride);
    }

    public int UnitStride { get; }

    public int EmbeddingStride { get; }

    public int PooledStride { get; }

    /// <summary>What comes from the hidden states, a row of gates for each row of the block.</summary>
    public AlignedBuffer Gates { get; }

    /// <summary>What comes from the inputs of a chunk.</summary>
    public AlignedBuffer Projected { get; }

    /// <summary>Embeddings of a chunk.</summary>
    public AlignedBuffer Embedded { get; }

    /// <summary>Hidden states [D, rows].</summary>
    public AlignedBuffer Hidden { get; }

    /// <summary>Cells [rows].</summary>
    public AlignedBuffer Cells { get; }

    /// <summary>The inputs of the head [rows].</summary>
    public AlignedBuffer Pooled { get; }

    /// <summary>The logits [rows].</summary>
    public AlignedBuffer Logits { get; }

    /// <summary>Scores of attention of a chunk, one vector each.</summary>
    public AlignedBuffer Scores { get; }

    /// <summary>A mean and the largest values.</summary>
    public AlignedBuffer Sums { get; }

    /// <summary>Scores of attention of a text.</summary>
    public double[] Shares { get; private set; } = [];

    /// <summary>Sums of the wide channel.</summary>
    public double[] Wide { get; set; } = [];

    /// <summary>The rows of a batch: its steps in descending order, and where its ids begin.</summary>
    public long[] Order { get; private set; } = [];

    /// <summary>Where the words of a chunk are that the table lacks.</summary>
    public int[] NewWords { get; } = new int[ChunkRows];

    public float** Before => Pointers(0);

    public float** After => Pointers(BlockRows);

    public float** Inputs => Pointers(2 * BlockRows);

    public float** Sources => Pointers((2 * BlockRows) + ChunkRows);

    /// <summary>The outputs of a layer, one after the other for each row; of two kinds, for the layer that is read and for the one that is written.</summary>
    public float* Sequence(int layer, int direction) => _sequence[((layer & 1) * (_sequences / 2)) + direction].Start;

    public void NeedRows(int rows)
    {
        Order = rows > Order.Length ? new long[rows] : Order;
    }

    /// <summary>Makes room for the outputs of layers.</summary>
    /// <param name="steps">All steps of the block.</param>
    /// <param name="longest">The most steps of a row.</param>
    public void NeedSequences(int steps, int longest)
    {
        var length = (long)steps * UnitStride;
        if (_sequence.Length == 0 || _sequence[0].Length < length)
        {
            _sequence = [.. Enumerable.Range(0, _sequences).Select(_ => new AlignedBuffer(length))];
        }

        Shares = longest > Shares.Length ? new double[longest] : Shares;
    }

    float** Pointers(int first) => (float**)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_pointers, first);
}
