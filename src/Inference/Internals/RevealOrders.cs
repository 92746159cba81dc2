namespace RnnToolkit.Inference.Internals;

/// <summary>
/// The orders in which tokens join a text that was empty, one after the other, until it is whole: from evenly spaced tokens forward,
/// and backward, around the end of the text.
/// </summary>
/// <remarks>
/// <para>What the score gains in the steps of one order adds up to the whole way from the empty text to the full one, and so does the
/// average over the orders. Averaging over all n! orders gives the Shapley value. With a start at each of the n tokens, a token joins
/// first, second, ..., and last equally often, as it does in all n! orders; for n up to 3 these are all the orders there are.</para>
/// <para>Reading order alone would not do: a model that is sure after three words of praise gives the fourth nothing.</para>
/// </remarks>
/// <param name="count">Tokens, n.</param>
/// <param name="maxTexts">About how many texts may be scored; at least one start is used.</param>
sealed class RevealOrders(int count, int maxTexts)
{
    readonly int _starts = count == 0 ? 0 : Math.Clamp(maxTexts / (2 * count), 1, count);

    /// <summary>Orders.</summary>
    public int Count => 2 * _starts;

    /// <summary>Texts between the empty one and the whole one, over all orders.</summary>
    public int PartialCount => Count * Math.Max(0, count - 1);

    /// <summary>The token that joins in a step of an order, 0 to n - 1.</summary>
    public int TokenAt(int order, int step)
    {
        var start = (int)((long)(order / 2) * count / _starts);
        return order % 2 == 0 ? (start + step) % count : (start - step + count) % count;
    }
}
