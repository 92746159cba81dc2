namespace RnnToolkit.Inference;

/// <summary>The score of one text.</summary>
/// <param name="Probability">Probability of label 1, 0 to 1: the sigmoid of <paramref name="Logit"/>.</param>
/// <param name="Logit">What the model gives before the sigmoid; positive when label 1 is more likely than label 0.</param>
/// <param name="LabelIndex">1 when <paramref name="Probability"/> reaches the threshold, otherwise 0.</param>
/// <param name="Label">The name of that label in the bundle.</param>
/// <param name="IsUncertain">Whether <paramref name="Probability"/> is closer to the threshold than <see cref="TextClassifierOptions.UncertaintyMargin"/>.</param>
/// <param name="TokenCount">Tokens that the model read, at most its sequence length; 0 for a text without any.</param>
/// <param name="UnknownCount">Those of them that are not in the vocabulary.</param>
/// <param name="Truncated">Whether the text has more tokens than the model reads.</param>
/// <param name="ExecutionProvider">What computed the score.</param>
/// <param name="Bundle">The bundle whose model computed the score.</param>
public readonly record struct Prediction(
    float Probability,
    float Logit,
    int LabelIndex,
    string Label,
    bool IsUncertain,
    int TokenCount,
    int UnknownCount,
    bool Truncated,
    ExecutionProvider ExecutionProvider,
    BundleIdentity Bundle)
{
    /// <summary>How far the score can be trusted; <see cref="PredictionStatus.Ok"/> when nothing speaks against it.</summary>
    public PredictionStatus Status =>
        TokenCount == 0 ? PredictionStatus.Empty
        : UnknownCount == TokenCount ? PredictionStatus.AllUnknown
        : Truncated ? PredictionStatus.Truncated
        : PredictionStatus.Ok;
}
