using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using RnnToolkit.Inference.Hosting;

namespace RnnToolkit.WebApi.Api;

/// <summary>Answers to requests that cannot be met (RFC 9457): one line with what was found and what was expected.</summary>
static class Problem
{
    const int RetrySeconds = 5;

    public static ProblemHttpResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    public static ProblemHttpResult UnknownModel(string? id, TextClassifierCatalog catalog) =>
        BadRequest($"model is \"{id}\", expected one of {string.Join(", ", catalog.Classifiers.Keys)}");

    /// <summary>Adds a detail, and the time after which a retry may succeed, where the framework sets no more than a status.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Detail ??= problem.Status switch
        {
            StatusCodes.Status408RequestTimeout => "the body arrived too slowly; send a smaller table or use a faster connection",
            StatusCodes.Status413PayloadTooLarge
                when EndpointOf(http)?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { MaxRequestBodySize: { } limit } =>
                $"the body is too large, expected at most {limit} bytes",
            StatusCodes.Status415UnsupportedMediaType => $"Content-Type is {http.Request.ContentType ?? "missing"}, expected application/json",
            StatusCodes.Status429TooManyRequests => "too many requests; retry after the seconds in the Retry-After header",
            _ => null,
        };
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && http.Response.Headers.RetryAfter.Count == 0)
        {
            http.Response.Headers.RetryAfter = $"{RetrySeconds}";
        }
    }

    /// <summary>The endpoint of the request, also while an exception of it is handled.</summary>
    public static Endpoint? EndpointOf(HttpContext context) =>
        context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
}
