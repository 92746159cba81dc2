namespace RnnToolkit.HiddenMarkov;

/// <summary>How surprised a model is by texts: as by so many equally probable words in place of each. Of densities it is a number without such a meaning.</summary>
public static class Perplexity
{
    /// <summary>The exponential of the mean negative logarithm of a symbol's probability; null where a text is impossible, or where there is no symbol.</summary>
    public static double? Of(HiddenMarkovModel model, IEnumerable<int[]> texts)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(texts);
        var (sum, symbols) = (0.0, 0L);
        foreach (var text in texts)
        {
            (sum, symbols) = (sum + model.LogLikelihood(text), symbols + text.Length);
        }

        return symbols > 0 && Math.Exp(-sum / symbols) is var perplexity && double.IsFinite(perplexity) ? perplexity : null;
    }
}
