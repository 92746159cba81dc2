namespace RnnToolkit.Datasets.Rows;

/// <summary>A place between two rows, from which reading can continue.</summary>
/// <param name="Offset">First byte of the next row in the uncompressed file.</param>
/// <param name="Rows">Rows before it.</param>
/// <param name="Lines">Lines before it.</param>
public readonly record struct RowPosition(long Offset, long Rows, long Lines);
