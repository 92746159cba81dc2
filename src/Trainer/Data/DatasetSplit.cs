using RnnToolkit.Datasets;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Data;

/// <summary>The texts to train on and the texts to validate with.</summary>
sealed record DatasetSplit(IReadOnlyList<LabeledText> Train, IReadOnlyList<LabeledText> Validation)
{
    /// <summary>
    /// Sets the same share of each label aside, at least one text and never all; both parts keep the order of
    /// <paramref name="texts"/>. The same seed gives the same split.
    /// </summary>
    public static DatasetSplit Stratified(IReadOnlyList<LabeledText> texts, double validationShare, ulong seed)
    {
        var isValidation = new bool[texts.Count];
        var random = new SplitMix64(seed);
        foreach (var label in new[] { 0, 1 })
        {
            var indices = Enumerable.Range(0, texts.Count).Where(i => texts[i].Label == label).ToArray();
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
