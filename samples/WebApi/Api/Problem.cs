using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace RnnToolkit.WebApi.Api;

/// <summary>Answers to requests that cannot be met (RFC 9457): one line with what was found and what was expected.</summary>
static class Problem
{
    public static IResult BadRequest(string detail) => Of(StatusCodes.Status400BadRequest, detail);

    public static IResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>Says more where the framework refused a request with no more than a status.</summary>
    public static void Complete(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
    {
        StatusCodes.Status413PayloadTooLarge
            when EndpointOf(context.HttpContext)?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { MaxRequestBodySize: { } limit } =>
            $"the body is too large, expected at most {limit} bytes",
        StatusCodes.Status415UnsupportedMediaType =>
            $"Content-Type is {context.HttpContext.Request.ContentType ?? "missing"}, expected application/json",
        StatusCodes.Status503ServiceUnavailable => "too many tables are waiting to be scored; try again later",
        _ => null,
    };

    /// <summary>The endpoint that was asked, also while an exception of it is dealt with.</summary>
    public static Endpoint? EndpointOf(HttpContext context) =>
        context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
}
