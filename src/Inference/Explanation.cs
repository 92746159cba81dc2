using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <summary>A score, and how each token of the text contributed to it.</summary>
/// <remarks>
/// The contributions account for the whole difference between the text and an empty text:
/// <c>Baseline.Logit + Contributions.Sum(c => c.Logit)</c> is <c>Score.Logit</c>, and the same holds for the probabilities, up to the
/// rounding of float32. So an explanation cannot contradict the score. Only known tokens contribute: for the rest, the model reads what
/// it reads of an empty text.
/// </remarks>
/// <param name="Prediction">The score of the whole text. Its <see cref="Prediction.UnknownCount"/> is the number of unknown tokens.</param>
/// <param name="Baseline">The score of an empty text: what the model says before it has read a word.</param>
/// <param name="Contributions">One for each token of the text, in order, including those that the model does not read.</param>
public sealed record Explanation(Prediction Prediction, Prediction Baseline, IReadOnlyList<TokenContribution> Contributions);

/// <summary>How much a token moves the score, away from the score of an empty text. Positive speaks for label 1, negative for label 0.</summary>
/// <remarks>
/// The contribution is what the score gains when the token joins those that are already there, averaged over several orders in which
/// the tokens may join: an estimate of the token's Shapley value, exact for texts of up to three known tokens.
/// </remarks>
/// <param name="Token">The token, its place in the text, and whether the model reads it.</param>
/// <param name="Logit">Its share of the logit, on the scale that adds up for the model; 0 unless the token is known.</param>
/// <param name="Probability">Its share of the probability, -1 to 1; 0 unless the token is known.</param>
public readonly record struct TokenContribution(TextToken Token, float Logit, float Probability);
