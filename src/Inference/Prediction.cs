namespace RnnToolkit.Inference;

/// <summary>What the model says of one text.</summary>
/// <param name="Label">The label, by its name in the bundle: the most probable one; of two, the last one when its probability reaches the threshold.</param>
/// <param name="LabelIndex">The index of the label in the bundle's labels, from 0.</param>
/// <param name="Probability">The probability of <paramref name="Label"/>, 0 to 1.</param>
/// <param name="Probabilities">The probabilities of all labels.</param>
/// <param name="Logit">
/// What the model gives before the probability. Of two labels that of the last one, positive when it is the more probable one; of more
/// labels that of <paramref name="Label"/>.
/// </param>
/// <param name="IsUncertain">Whether another label is nearly as good; see <see cref="TextClassifierOptions.UncertaintyMargin"/>.</param>
/// <param name="TokenCount">Tokens that the model read, at most its sequence length; 0 for a text without any.</param>
/// <param name="UnknownCount">Those of them that are not in the vocabulary.</param>
/// <param name="Truncated">Whether the text has more tokens than the model reads.</param>
/// <param name="ExecutionProvider">What computed the prediction.</param>
/// <param name="Bundle">The bundle whose model made the prediction.</param>
public readonly record struct Prediction(
    string Label,
    int LabelIndex,
    float Probability,
    LabelProbabilities Probabilities,
    float Logit,
    bool IsUncertain,
    int TokenCount,
    int UnknownCount,
    bool Truncated,
    ExecutionProvider ExecutionProvider,
    BundleIdentity Bundle)
{
    /// <summary>How far the prediction can be trusted; <see cref="PredictionStatus.Ok"/> when nothing speaks against it.</summary>
    public PredictionStatus Status =>
        TokenCount == 0 ? PredictionStatus.Empty
        : UnknownCount == TokenCount ? PredictionStatus.AllUnknown
        : Truncated ? PredictionStatus.Truncated
        : PredictionStatus.Ok;
}
