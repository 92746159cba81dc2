using Microsoft.AspNetCore.Http.HttpResults;
using RnnToolkit.Inference.Hosting;

namespace RnnToolkit.WebApi.Api;

/// <summary>POST /explain.</summary>
static class ExplainEndpoint
{
    public static BodyShape BodyShape { get; } = new("""{"text": "...", "model": "an id of GET /models, optional"}""");

    public static Results<Ok<ExplainResponse>, ProblemHttpResult> Explain(
        ExplainRequest request, TextClassifierCatalog catalog, CancellationToken cancellationToken)
    {
        if (!catalog.TryFind(request.Model, out var model, out var classifier))
        {
            return Problem.UnknownModel(request.Model, catalog);
        }

        var explanation = classifier.Explain(request.Text, cancellationToken);
        return TypedResults.Ok(new ExplainResponse(
            model,
            explanation.Prediction,
            explanation.Baseline,
            explanation.Label,
            explanation.BaseLogit,
            explanation.BaseProbability,
            [.. explanation.Contributions.Select(ExplainedToken.Of)]));
    }
}
