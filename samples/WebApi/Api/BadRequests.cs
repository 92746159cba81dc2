using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace RnnToolkit.WebApi.Api;

/// <summary>Says what is bad of a request that the server or the JSON reader refused; leaves every other failure alone.</summary>
sealed class BadRequests(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer; the status is for the log.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (exception is not BadHttpRequestException refused)
        {
            return false;
        }

        httpContext.Response.StatusCode = refused.StatusCode;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails =
            {
                Status = refused.StatusCode,
                Detail = Detail(refused, Problem.EndpointOf(httpContext)?.Metadata.GetMetadata<BodyShape>()),
            },
        });
    }

    /// <summary>Null where <see cref="Problem.Complete"/> knows more.</summary>
    static string? Detail(BadHttpRequestException refused, BodyShape? expected)
    {
        if (refused.StatusCode != StatusCodes.Status400BadRequest)
        {
            return null;
        }

        // The reader's own messages name types of this program, which say nothing to the one who sent the body.
        var place = refused.InnerException is JsonException { Path: { Length: > 1 } path } ? $", at {path}," : "";
        return expected is null ? refused.Message : $"the body{place} is not what it must be, expected {expected.Json}";
    }
}
