using RnnToolkit.Preprocess;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>What the paper reports of a model: from the texts that go with its figures, which give round numbers.</summary>
/// <param name="Figure">The number of the figure.</param>
/// <param name="Accuracy">Validation accuracy after the first and after the last epoch; null where the paper does not say.</param>
/// <param name="TrainLoss">Training loss at the start and at the end.</param>
/// <param name="ValidationLoss">Validation loss at the start and at the end; null where the paper does not say.</param>
sealed record PaperNumbers(int Figure, (double? First, double Last) Accuracy, (double First, double Last) TrainLoss, (double? First, double? Last) ValidationLoss)
{
    public const int Epochs = 5;

    const int TestTexts = 25_000;

    static readonly Dictionary<string, PaperNumbers> s_models = new()
    {
        ["rnn1"] = new(2, (0.50, 0.65), (0.7, 0.6), (null, null)),
        ["rnn2"] = new(3, (0.50, 0.67), (0.7, 0.54), (null, null)),
        ["gru1"] = new(4, (null, 0.85), (0.7, 0.15), (0.55, 0.45)),
        ["gru2"] = new(5, (0.80, 0.85), (0.6, 0.1), (null, 0.5)),
        ["lstm1"] = new(6, (0.63, 0.83), (0.7, 0.3), (0.7, 0.43)),
        ["lstm2"] = new(7, (0.65, 0.825), (0.7, 0.2), (null, null)),
    };

    /// <summary>The paper's numbers for a model that was trained as the paper says on IMDB; null for any other.</summary>
    public static PaperNumbers? For(ReportedModel model)
    {
        var (config, training) = (model.Config, model.Config.Training);
        var isPaper = config.Preprocessing.Equals(new PreprocessConfig()) && config.Model is { EmbeddingSize: 100, HiddenSize: 50, Bidirectional: false, WideSize: 0 }
            && config.Labels is ["neg", "pos"]
            && Setting("epochs") == Epochs && Setting("batchSize") == 50 && Setting("learningRate") == 0.001
            && model.First.Part == PredictionFile.TestPart && model.First.Texts?.Count == TestTexts;
        return isPaper ? s_models.GetValueOrDefault(model.First.Model.Name) : null;

        double? Setting(string name) => training is { } options && options.TryGetProperty(name, out var value) && value.TryGetDouble(out var number) ? number : null;
    }
}
