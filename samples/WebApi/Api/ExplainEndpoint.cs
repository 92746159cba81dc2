using Microsoft.AspNetCore.Http.HttpResults;
using RnnToolkit.Preprocess;
using RnnToolkit.WebApi.Models;

namespace RnnToolkit.WebApi.Api;

/// <summary>POST /explain.</summary>
static class ExplainEndpoint
{
    public static BodyShape BodyShape { get; } = new("""{"text": "...", "model": "an id of GET /models, optional"}""");

    public static Results<Ok<ExplainResponse>, ProblemHttpResult> Explain(ExplainRequest request, ScorerCatalog catalog, CancellationToken cancellationToken)
    {
        if (!catalog.TryFind(request.Model, out var model, out var scorer))
        {
            return Problem.BadRequest(catalog.Unknown(request.Model));
        }

        var explanation = scorer.Explain(request.Text, cancellationToken);
        return TypedResults.Ok(new ExplainResponse(model, explanation.Score, [.. explanation.Contributions.Where(each => each.Token.Status is TokenStatus.Known or TokenStatus.Unknown).Select(ExplainedToken.Of)]));
    }
}
