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
/// <param name="Label">The label that the shares below speak for: of two labels the last one, of more the predicted one.</param>
/// <param name="BaseLogit">The logit of that label for an empty text.</param>
/// <param name="BaseProbability">Its probability for an empty text.</param>
/// <param name="Tokens">Every token, in the order of the text. Base and tokens add up to logit and probability of the label.</param>
sealed record ExplainResponse(
    string Model, Prediction Score, Prediction Baseline, string Label, float BaseLogit, float BaseProbability, IReadOnlyList<ExplainedToken> Tokens);

/// <summary>How much a token speaks for the explained label; less than 0 when it speaks against it.</summary>
/// <param name="Text">The token after preprocessing.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 code units as JavaScript counts.</param>
/// <param name="Length">How many of them it spans.</param>
/// <param name="Status">Whether the recurrent network reads it.</param>
/// <param name="Logit">Its share of the logit.</param>
/// <param name="Probability">Its share of the probability.</param>
/// <param name="WideLogit">The part of its logit that comes from n-grams; 0 for a model without them.</param>
sealed record ExplainedToken(string Text, int Start, int Length, TokenStatus Status, float Logit, float Probability, float WideLogit)
{
    public static ExplainedToken Of(TokenContribution contribution)
    {
        var token = contribution.Token;
        return new(token.Text, token.Start, token.Length, token.Status, contribution.Logit, contribution.Probability, contribution.WideLogit);
    }
}
