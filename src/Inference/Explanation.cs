using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <summary>A prediction, and how each token of the text contributed to it.</summary>
/// <remarks>
/// The contributions account for the whole difference between the text and an empty text: <c>BaseLogit + Contributions.Sum(c => c.Logit)</c> is
/// the logit of <paramref name="Label"/>, and <c>BaseProbability + Contributions.Sum(c => c.Probability)</c> its probability, up to the rounding
/// of float32. So an explanation cannot contradict the prediction.
/// </remarks>
/// <param name="Prediction">The prediction for the whole text.</param>
/// <param name="Baseline">The prediction for an empty text: what the model says before it has read a word.</param>
/// <param name="Label">The label whose logit and probability are explained: of two labels the last one, of more the predicted one.</param>
/// <param name="BaseLogit">The logit of <paramref name="Label"/> for an empty text.</param>
/// <param name="BaseProbability">The probability of <paramref name="Label"/> for an empty text.</param>
/// <param name="Contributions">One for each token of the text, in order, including those that the model does not read.</param>
public sealed record Explanation(
    Prediction Prediction, Prediction Baseline, string Label, float BaseLogit, float BaseProbability, IReadOnlyList<TokenContribution> Contributions);

/// <summary>How much a token speaks for <see cref="Explanation.Label"/>, compared with an empty text; negative when it speaks against it.</summary>
/// <remarks>
/// The contribution is what the model's output gains when the token joins those that are already there, averaged over several orders in which
/// the tokens may join: an estimate of the token's Shapley value, exact for texts of up to three tokens.
/// </remarks>
/// <param name="Token">The token, its place in the text, and whether the recurrent layers read it.</param>
/// <param name="Logit">Its share of the logit, on the scale that adds up for the model; 0 for a token that is not read.</param>
/// <param name="Probability">Its share of the probability, -1 to 1; 0 for a token that is not read.</param>
/// <param name="WideLogit">
/// The part of <paramref name="Logit"/> that comes from the n-grams of the wide channel; 0 without one. The tokens of a long text that only
/// the wide channel reads have equal shares.
/// </param>
public readonly record struct TokenContribution(TextToken Token, float Logit, float Probability, float WideLogit);
