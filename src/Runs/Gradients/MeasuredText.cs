namespace RnnToolkit.Runs;

/// <summary>A text whose gradients are measured.</summary>
/// <param name="Ids">Its ids, padding included.</param>
/// <param name="Label">The index of its label.</param>
public sealed record MeasuredText(long[] Ids, int Label)
{
    /// <summary>
    /// Chooses texts of equal lengths, so that a time step means the same in all of them. A model that reads padding like a token reads the whole
    /// sequence of every text. A model that masks padding gets texts with at least as many tokens as half of all have, and reads so many of them.
    /// </summary>
    /// <param name="texts">The texts to choose from.</param>
    /// <param name="count">How many to choose at most; they are spread evenly over <paramref name="texts"/>.</param>
    /// <param name="maskPadding">Whether the model masks padding, which then follows the tokens.</param>
    public static IReadOnlyList<MeasuredText> Choose(IReadOnlyList<MeasuredText> texts, int count, bool maskPadding)
    {
        if (!maskPadding)
        {
            return Spread(texts, count);
        }

        int[] lengths = [.. texts.Select(text => Math.Max(1, text.Ids.Length - text.Ids.Count(id => id == 0))).Order()];
        var length = lengths[lengths.Length / 2];
        return Spread(
            [.. texts.Where(text => text.Ids.Length >= length && !text.Ids.AsSpan(1, length - 1).Contains(0)).Select(text => text with { Ids = text.Ids[..length] })],
            count);
    }

    /// <summary>Where the first token is: what comes before it is padding.</summary>
    internal int FirstToken => Math.Min(Ids.AsSpan().IndexOfAnyExcept(0) is var first and >= 0 ? first : 0, Ids.Length - 1);

    static List<MeasuredText> Spread(IReadOnlyList<MeasuredText> texts, int count) =>
        [.. Enumerable.Range(0, Math.Min(count, texts.Count)).Select(i => texts[(int)((long)i * texts.Count / Math.Min(count, texts.Count))])];
}
