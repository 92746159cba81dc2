using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

namespace RnnToolkit.WebApi.Api;

/// <summary>Body of POST /score. Without a model the first one scores.</summary>
sealed record ScoreRequest(IReadOnlyList<string?> Texts, string? Model = null);

/// <summary>Answer of POST /score: a score for each text, in the order of the texts.</summary>
sealed record ScoreResponse(string Model, IReadOnlyList<Prediction> Scores);

/// <summary>Body of POST /explain. Without a model the first one scores.</summary>
sealed record ExplainRequest(string Text, string? Model = null);

/// <summary>Answer of POST /explain.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Score">The score of the text.</param>
/// <param name="Baseline">The score of an empty text.</param>
/// <param name="Tokens">Every token, in the order of the text. Baseline and tokens add up to the score.</param>
sealed record ExplainResponse(string Model, Prediction Score, Prediction Baseline, IReadOnlyList<ExplainedToken> Tokens);

/// <summary>How much a token moves the score.</summary>
/// <param name="Text">The token after preprocessing.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 code units as JavaScript counts.</param>
/// <param name="Length">How many of them it spans.</param>
/// <param name="Status">Whether the model reads it; only known tokens move the score.</param>
/// <param name="Logit">Its share of the logit; positive speaks for label 1.</param>
/// <param name="Probability">Its share of the probability.</param>
sealed record ExplainedToken(string Text, int Start, int Length, TokenStatus Status, float Logit, float Probability)
{
    public static ExplainedToken Of(TokenContribution contribution)
    {
        var token = contribution.Token;
        return new(token.Text, token.Start, token.Length, token.Status, contribution.Logit, contribution.Probability);
    }
}
