using RnnToolkit.Inference;

namespace RnnToolkit.WebApi.Api;

/// <summary>Body of POST /score. Without a model the first one scores.</summary>
sealed record ScoreRequest(IReadOnlyList<string?> Texts, string? Model = null);

/// <summary>Answer of POST /score: a score per text, in their order.</summary>
sealed record ScoreResponse(string Model, IReadOnlyList<SentimentScore> Scores);

/// <summary>Body of POST /explain. Without a model the first one scores.</summary>
sealed record ExplainRequest(string Text, string? Model = null);

/// <summary>Answer of POST /explain: the score, and what each token that was read did to it, in the order of the text.</summary>
sealed record ExplainResponse(string Model, SentimentScore Score, IReadOnlyList<ExplainedToken> Tokens);

/// <summary>What a token did to the score.</summary>
/// <param name="Text">The token as the model reads it.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 code units as JavaScript counts.</param>
/// <param name="Length">How long it is there.</param>
/// <param name="Known">Whether it is in the vocabulary.</param>
/// <param name="Logit">What the logit loses without it; positive speaks for label 1.</param>
/// <param name="Probability">What the probability loses without it.</param>
sealed record ExplainedToken(string Text, int Start, int Length, bool Known, float Logit, float Probability)
{
    public static ExplainedToken Of(TokenContribution contribution) => new(
        contribution.Token.Text,
        contribution.Token.Start,
        contribution.Token.Length,
        Known: contribution.Token.Id != 0,
        contribution.Logit,
        contribution.Probability);
}
