using RnnToolkit.Bundle;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Data;

/// <summary>Texts that models are measured with, and what their predictions are saved with.</summary>
/// <param name="part"><see cref="PredictionFile.ValidationPart"/> or <see cref="PredictionFile.TestPart"/>.</param>
/// <param name="texts">The texts.</param>
/// <param name="encoded">The same with <see cref="EncodedDataset.TextCounts"/>.</param>
sealed class ScoredPart(string part, IReadOnlyList<CorpusText> texts, EncodedDataset encoded)
{
    /// <summary>The ids, in the order of the data.</summary>
    public IEnumerable<string> Ids => texts.Select(text => text.Id);

    /// <summary>What a model predicts.</summary>
    /// <param name="logits">Its logits [N, K].</param>
    /// <param name="threshold">Of two classes, a probability at or above it is the last label.</param>
    public IEnumerable<PredictedText> Predictions(float[] logits, double threshold)
    {
        var width = logits.Length / Math.Max(1, texts.Count);
        return texts.Select((text, i) =>
        {
            var row = logits.AsSpan(i * width, width);
            var predicted = row is [var logit]
                ? ClassProbabilities.LabelOf<double>([ScoreComparison.Probability(logit)], threshold)
                : ClassProbabilities.IndexOfLargest<float>(row);
            var (tokens, unknown) = encoded.TextCounts[i];
            return new PredictedText(part, text.Id, text.Label, predicted, tokens, unknown, row.ToArray());
        });
    }
}
