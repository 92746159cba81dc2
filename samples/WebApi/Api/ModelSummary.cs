using RnnToolkit.Bundle;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.WebApi.Api;

/// <summary>What a user needs to know about a bundle to choose it.</summary>
/// <param name="Id">The id that requests use: its path below the models directory.</param>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Cell">rnn, lstm or gru.</param>
/// <param name="Layers">Recurrent layers.</param>
/// <param name="Bidirectional">Whether it reads the text backwards as well.</param>
/// <param name="Precision">How its weights are stored.</param>
/// <param name="SequenceLength">Tokens of a text that the recurrent network reads at most.</param>
/// <param name="Truncation">Which tokens of a longer text it reads.</param>
/// <param name="VocabularyCount">Tokens that it knows.</param>
/// <param name="NGramCount">N-grams that it knows besides; 0 for a model without them.</param>
/// <param name="Labels">The names of the labels.</param>
/// <param name="Threshold">Of two labels, the last one is chosen at or above this probability.</param>
/// <param name="ValidationAccuracy">0 to 1; null when the bundle does not record it.</param>
/// <param name="TestAccuracy">0 to 1; null when the bundle does not record it.</param>
/// <param name="ExecutionProvider">What computes its scores.</param>
sealed record ModelSummary(
    string Id,
    string Name,
    RecurrentCell Cell,
    int Layers,
    bool Bidirectional,
    WeightPrecision Precision,
    int SequenceLength,
    Truncation Truncation,
    int VocabularyCount,
    int NGramCount,
    IReadOnlyList<string> Labels,
    double Threshold,
    double? ValidationAccuracy,
    double? TestAccuracy,
    ExecutionProvider ExecutionProvider)
{
    public static ModelSummary Of(string id, ITextClassifier classifier)
    {
        var manifest = classifier.Manifest;
        return new ModelSummary(
            id,
            manifest.Name,
            manifest.Model.Cell,
            manifest.Model.Layers,
            manifest.Model.Bidirectional,
            manifest.Graph.Precision,
            manifest.Preprocessing.SequenceLength,
            manifest.Preprocessing.Truncation,
            manifest.Vocabulary.Count,
            manifest.NGrams?.Count ?? 0,
            manifest.Labels,
            manifest.Threshold,
            manifest.Metrics?.ValidationAccuracy,
            manifest.Metrics?.TestAccuracy,
            classifier.ExecutionProvider);
    }
}
