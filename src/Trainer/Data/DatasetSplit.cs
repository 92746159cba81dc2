using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Data;

/// <summary>The texts to train on and the texts to validate with.</summary>
sealed record DatasetSplit(IReadOnlyList<CorpusText> Train, IReadOnlyList<CorpusText> Validation)
{
    /// <summary>
    /// Sets the same share of each label aside, at least one text and never all; both parts keep the order of
    /// <paramref name="texts"/>. The same seed gives the same split.
    /// </summary>
    /// <param name="texts">The texts; at least two of each label.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="validationShare">The share to set aside, above 0 and below 1.</param>
    /// <param name="seed">Seeds the choice.</param>
    public static DatasetSplit Stratified(IReadOnlyList<CorpusText> texts, int labels, double validationShare, ulong seed)
    {
        var isValidation = new bool[texts.Count];
        var random = new SplitMix64(seed);
        var byLabel = Enumerable.Range(0, texts.Count).ToLookup(i => texts[i].Label);
        for (var label = 0; label < labels; label++)
        {
            var indices = byLabel[label].ToArray();
            random.Shuffle<int>(indices);
            var count = Math.Clamp((int)Math.Round(indices.Length * validationShare, MidpointRounding.AwayFromZero), 1, indices.Length - 1);
            foreach (var index in indices.AsSpan(0, count))
            {
                isValidation[index] = true;
            }
        }

        return new DatasetSplit(
            [.. texts.Where((_, i) => !isValidation[i])],
            [.. texts.Where((_, i) => isValidation[i])]);
    }
}
