namespace RnnToolkit.Bundle;

/// <summary>A float32 tensor under its PyTorch parameter name.</summary>
/// <param name="Name">For example <c>rnn.weight_ih_l0</c>.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
/// <param name="Data">The values in row-major order; as many as the shape says.</param>
public sealed record NamedTensor(string Name, IReadOnlyList<long> Shape, float[] Data)
{
    /// <summary>The shape as people write it: <c>[200, 100]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Values of one row of a matrix, or one value of a vector.</summary>
    public int RowLength => Data.Length == 0 ? 0 : (int)(Data.Length / Shape[0]);

    /// <summary>
    /// Rows are stacked gates of equal height; returns the values with the gates in another order.
    /// Gate <c>i</c> of the result is gate <c>order[i]</c> of this tensor.
    /// </summary>
    public float[] ReorderGates(ReadOnlySpan<int> order)
    {
        var gateLength = Data.Length / order.Length;
        var reordered = new float[Data.Length];
        for (var i = 0; i < order.Length; i++)
        {
            Data.AsSpan(order[i] * gateLength, gateLength).CopyTo(reordered.AsSpan(i * gateLength));
        }

        return reordered;
    }
}
