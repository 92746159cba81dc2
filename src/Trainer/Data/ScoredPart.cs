using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Data;

/// <summary>Texts that models are measured with, and what is known of each whatever the model.</summary>
sealed class ScoredPart
{
    readonly string _part;
    readonly IReadOnlyList<CorpusText> _texts;
    readonly Task<(int Tokens, int Unknown)[]> _counts;

    /// <summary>Starts to count the tokens; training begins meanwhile.</summary>
    /// <param name="part"><see cref="PredictionFile.ValidationPart"/> or <see cref="PredictionFile.TestPart"/>.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="encoder">Reads them.</param>
    public ScoredPart(string part, IReadOnlyList<CorpusText> texts, TextEncoder encoder)
    {
        (_part, _texts) = (part, texts);
        _counts = Task.Run(() =>
        {
            var counts = new (int, int)[texts.Count];
            Parallel.For(0, counts.Length, i => counts[i] = encoder.CountTokens(texts[i].Text));
            return counts;
        });
    }

    /// <summary>The ids, in the order of the data.</summary>
    public IEnumerable<string> Ids => _texts.Select(text => text.Id);

    /// <summary>What a model predicts.</summary>
    /// <param name="logits">Its logits [N, K].</param>
    /// <param name="threshold">Of two classes, a probability at or above it is the last label.</param>
    public IEnumerable<PredictedText> Predictions(float[] logits, double threshold)
    {
        var counts = _counts.GetAwaiter().GetResult();
        var width = logits.Length / Math.Max(1, _texts.Count);
        return _texts.Select((text, i) =>
        {
            var row = logits.AsSpan(i * width, width);
            var predicted = row is [var logit] ? ClassProbabilities.LabelOf<double>([ScoreComparison.Probability(logit)], threshold) : ClassProbabilities.IndexOfLargest<float>(row);
            return new PredictedText(_part, text.Id, text.Label, predicted, counts[i].Tokens, counts[i].Unknown, row.ToArray());
        });
    }
}
