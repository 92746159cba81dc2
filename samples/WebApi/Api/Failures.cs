using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using RnnToolkit.Datasets;
using RnnToolkit.WebApi.Csv;

namespace RnnToolkit.WebApi.Api;

/// <summary>Answers exceptions that a client or an operator can do something about; leaves every other exception alone.</summary>
sealed class Failures(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has left and reads no answer; the status is for the log.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        (int Status, string? Detail)? problem = exception switch
        {
            BadHttpRequestException refused => (refused.StatusCode, Detail(refused, Problem.EndpointOf(httpContext)?.Metadata.GetMetadata<BodyShape>())),
            DatasetException dataset => (StatusCodes.Status400BadRequest, dataset.Message),
            IOException full when TemporaryFile.IsStorageFull(full) =>
                (StatusCodes.Status507InsufficientStorage, "the server's disk is full, so it cannot store the table; free some space or send a smaller table"),
            _ => null,
        };
        if (problem is not { } answer)
        {
            return false;
        }

        httpContext.Response.StatusCode = answer.Status;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = { Status = answer.Status, Detail = answer.Detail } });
    }

    /// <summary>Null where <see cref="Problem.Complete"/> knows more.</summary>
    static string? Detail(BadHttpRequestException refused, BodyShape? expected)
    {
        if (refused.StatusCode != StatusCodes.Status400BadRequest)
        {
            return null;
        }

        // The JSON reader's own messages name types of this program, which mean nothing to the client.
        var place = refused.InnerException is JsonException { Path: { Length: > 1 } path } ? $", at {path}," : "";
        return expected is null ? refused.Message : $"the body{place} does not have the expected form, expected {expected.Json}";
    }
}
