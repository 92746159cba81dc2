using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>The gradient of an embedding as the rows that a batch used, each once: duplicates are added up.</summary>
/// <param name="tableRows">Rows of the table, V.</param>
/// <param name="width">Values of a row, E.</param>
sealed class RowGradients(int tableRows, int width)
{
    readonly int[] _slotOfRow = new int[tableRows]; // left from an earlier batch unless _rows agrees
    readonly List<int> _rows = [];
    float[] _sums = [];

    /// <summary>The rows, in the order of their first use.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The gradient [E] of the row in <paramref name="slot"/>.</summary>
    public ReadOnlySpan<float> Gradient(int slot) => _sums.AsSpan(slot * width, width);

    /// <summary>Adds up an uncoalesced sparse gradient.</summary>
    /// <param name="rows">Row of each entry [N].</param>
    /// <param name="values">Gradient of each entry [N, E].</param>
    public void Collect(ReadOnlySpan<long> rows, ReadOnlySpan<float> values)
    {
        _rows.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = (int)rows[i];
            var slot = _slotOfRow[row];
            var isNew = slot >= _rows.Count || _rows[slot] != row;
            if (isNew)
            {
                slot = _rows.Count;
                _slotOfRow[row] = slot;
                _rows.Add(row);
                if (_sums.Length < _rows.Count * width)
                {
                    Array.Resize(ref _sums, Math.Max(_sums.Length * 2, 256 * width));
                }
            }

            var entry = values.Slice(i * width, width);
            var sum = _sums.AsSpan(slot * width, width);
            if (isNew)
            {
                entry.CopyTo(sum);
            }
            else
            {
                AddTo(sum, entry);
            }
        }
    }

    /// <summary>The sum of the squares of all values.</summary>
    public double SquaredNorm()
    {
        var total = 0.0;
        for (var slot = 0; slot < _rows.Count; slot++)
        {
            var row = Gradient(slot);
            var sum = 0f; // a row is short: float32 is exact enough inside it
            var lanes = Vector<float>.Zero;
            var i = 0;
            for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var value = new Vector<float>(row[i..]);
                lanes += value * value;
            }

            for (; i < row.Length; i++)
            {
                sum += row[i] * row[i];
            }

            total += sum + Vector.Sum(lanes);
        }

        return total;
    }

    static void AddTo(Span<float> sum, ReadOnlySpan<float> entry)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(sum[i..]) + new Vector<float>(entry[i..])).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += entry[i];
        }
    }
}
