using RnnToolkit.Bundle;
using RnnToolkit.Runs;
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

        return Of(texts, isValidation);
    }

    /// <summary>
    /// One part of a stratified cross-validation: every text validates in one fold and trains in the others. The folds differ by at most one
    /// text, in all and of each label. The same seed gives the same folds.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="fold">Which part, of how many.</param>
    /// <param name="seed">Seeds the choice; the same for all folds.</param>
    /// <exception cref="InvalidDataException">A label has fewer texts than there are folds.</exception>
    public static DatasetSplit OfFold(IReadOnlyList<CorpusText> texts, LabelSet labels, Fold fold, ulong seed)
    {
        var isValidation = new bool[texts.Count];
        var random = new SplitMix64(seed);
        var byLabel = Enumerable.Range(0, texts.Count).ToLookup(i => texts[i].Label);
        var dealt = 0; // texts are dealt like cards, and a label begins where the one before it ended
        for (var label = 0; label < labels.Count; label++)
        {
            var indices = byLabel[label].ToArray();
            if (indices.Length < fold.Of)
            {
                throw new InvalidDataException(
                    $"--folds: found {indices.Length} training texts with the label {labels.Names[label]}, expected at least {fold.Of}, one a fold");
            }

            random.Shuffle<int>(indices);
            foreach (var index in indices)
            {
                isValidation[index] = dealt++ % fold.Of == fold.Number - 1;
            }
        }

        return Of(texts, isValidation);
    }

    static DatasetSplit Of(IReadOnlyList<CorpusText> texts, bool[] isValidation) => new(
        [.. texts.Where((_, i) => !isValidation[i])],
        [.. texts.Where((_, i) => isValidation[i])]);
}
