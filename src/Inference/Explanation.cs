namespace RnnToolkit.Inference;

/// <summary>A score and what each token did to it.</summary>
/// <param name="Score">The score of the whole text.</param>
/// <param name="Contributions">One for each token that the model read, in the order of the text.</param>
public sealed record Explanation(SentimentScore Score, IReadOnlyList<TokenContribution> Contributions);

/// <summary>
/// What a token did to a score: by how much it falls when the unknown token stands in the token's place (occlusion). Positive
/// speaks for label 1, negative for label 0. Contributions do not add up to the score, because tokens act on each other.
/// </summary>
/// <param name="Token">The token.</param>
/// <param name="Logit">Difference of the logits.</param>
/// <param name="Probability">Difference of the probabilities, -1 to 1.</param>
public readonly record struct TokenContribution(TextToken Token, float Logit, float Probability);
