using Microsoft.AspNetCore.Http.HttpResults;
using RnnToolkit.Inference.Hosting;

namespace RnnToolkit.WebApi.Api;

/// <summary>POST /score.</summary>
static class ScoreEndpoint
{
    public const int MaxTexts = 256;
    public const int MaxBodyBytes = 1 << 20;

    public static BodyShape BodyShape { get; } = new("""{"texts": ["...", "..."], "model": "an id of GET /models, optional"}""");

    public static Results<Ok<ScoreResponse>, ProblemHttpResult> Score(ScoreRequest request, TextClassifierCatalog catalog, CancellationToken cancellationToken)
    {
        if (request.Texts.Count is 0 or > MaxTexts)
        {
            return Problem.BadRequest($"texts has {request.Texts.Count}, expected 1 to {MaxTexts}");
        }

        var texts = new string[request.Texts.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            if (request.Texts[i] is not { } text)
            {
                return Problem.BadRequest($"texts[{i}] is null, expected a text");
            }

            texts[i] = text;
        }

        return catalog.TryFind(request.Model, out var model, out var classifier)
            ? TypedResults.Ok(new ScoreResponse(model, classifier.ClassifyBatch(texts, cancellationToken)))
            : Problem.UnknownModel(request.Model, catalog);
    }
}
