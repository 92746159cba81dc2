namespace RnnToolkit.Kernels;

/// <summary>
/// Where the gates of a recurrent layer are in a row of numbers. A block has as many units as a vector has lanes, and holds one vector for each gate, so
/// that a kernel loads all gates of the same units at once. Units that do not fill a block come last, gate after gate without gaps: of 50 units and
/// four gates in vectors of 16, the row has 13 vectors and not 16.
/// </summary>
/// <remarks>A linear layer is a layout with one gate.</remarks>
public sealed class GateLayout
{
    /// <summary>Describes a layer.</summary>
    /// <param name="gates">Gates, G.</param>
    /// <param name="units">Units, H.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    public GateLayout(int gates, int units, int lanes)
    {
        (Gates, Units, Lanes) = (gates, units, lanes);
        (Blocks, Tail) = Math.DivRem(units, lanes);
        Vectors = checked((Blocks * gates) + (((Tail * gates) + lanes - 1) / lanes));
        Columns = checked(Vectors * lanes);

        // An odd number of vectors: rows of a power of two would fall into the same few sets of the first-level cache.
        Stride = checked((Vectors | 1) * lanes);
        UnitStride = checked(((units + lanes - 1) / lanes) * lanes);
    }

    /// <summary>Gates, G.</summary>
    public int Gates { get; }

    /// <summary>Units, H.</summary>
    public int Units { get; }

    /// <summary>Numbers in a vector.</summary>
    public int Lanes { get; }

    /// <summary>Blocks that are full.</summary>
    public int Blocks { get; }

    /// <summary>Units after the full blocks.</summary>
    public int Tail { get; }

    /// <summary>Vectors of a row.</summary>
    public int Vectors { get; }

    /// <summary>Numbers of a row of gates. Kernels may read up to <see cref="Lanes"/> numbers beyond the last row of a buffer.</summary>
    public int Columns { get; }

    /// <summary>Numbers from one row of a weight matrix to the next.</summary>
    public int Stride { get; }

    /// <summary>Numbers of a row of states: the units, and room for what the lanes beyond them compute.</summary>
    public int UnitStride { get; }

    /// <summary>The column of a unit of a gate.</summary>
    public int Column(int gate, int unit)
    {
        var (block, lane) = Math.DivRem(unit, Lanes);
        return block < Blocks ? (((block * Gates) + gate) * Lanes) + lane : (Blocks * Gates * Lanes) + (gate * Tail) + lane;
    }

    /// <summary>Packs a matrix [G H, inputs], as PyTorch has it, for <see cref="VectorKernels.Product"/>: [inputs, <see cref="Stride"/>].</summary>
    /// <param name="matrix">The matrix in row-major order.</param>
    /// <param name="inputs">Its columns.</param>
    public AlignedBuffer PackMatrix(ReadOnlySpan<float> matrix, int inputs)
    {
        var packed = new AlignedBuffer((long)inputs * Stride);
        var target = packed.Span;
        for (var row = 0; row < Gates * Units; row++)
        {
            var column = Column(row / Units, row % Units);
            var from = matrix.Slice(row * inputs, inputs);
            for (var i = 0; i < inputs; i++)
            {
                target[(i * Stride) + column] = from[i];
            }
        }

        return packed;
    }

    /// <summary>Packs a vector [G H]: [<see cref="Columns"/>].</summary>
    public AlignedBuffer PackVector(ReadOnlySpan<float> vector)
    {
        var packed = new AlignedBuffer(Columns + Lanes);
        for (var row = 0; row < Gates * Units; row++)
        {
            packed.Span[Column(row / Units, row % Units)] = vector[row];
        }

        return packed;
    }
}
