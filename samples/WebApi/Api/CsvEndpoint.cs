using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using RnnToolkit.Inference.Hosting;
using RnnToolkit.WebApi.Csv;

namespace RnnToolkit.WebApi.Api;

/// <summary>POST /score-csv: takes a table and returns it with more columns, and a summary in a header.</summary>
static class CsvEndpoint
{
    /// <summary>Name of the policies that bound how many uploads run at once and how long each may take.</summary>
    public const string Uploads = "uploads";

    public const int MaxUploads = 64;
    public const int QueueLimit = 16;
    public const int MaxBodyBytes = 32 << 20;
    public const string SummaryHeader = "Score-Summary";

    /// <summary>Bounds how many tables are scored at once: a table keeps a processor busy for seconds, and single texts must not wait for many.</summary>
    public static ConcurrencyLimiter CreateScoringLimiter() => new(new() { PermitLimit = Environment.ProcessorCount, QueueLimit = QueueLimit });

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ScoreAsync(
        HttpContext context, TextClassifierCatalog catalog, ConcurrencyLimiter scoring, string? model = null, string column = "text", bool probabilities = false)
    {
        var (request, response, cancellationToken) = (context.Request, context.Response, context.RequestAborted);
        if (TableFormat.Of(request.ContentType) is not { } format)
        {
            return Problem.Of(
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Type is {request.ContentType ?? "missing"}, expected {string.Join(" or ", TableFormat.All.Select(known => known.MediaType))}");
        }

        if (!catalog.TryFind(model, out _, out var classifier))
        {
            return Problem.UnknownModel(model, catalog);
        }

        // Browsers and many clients read no answer before they have sent everything: streaming the answer while the table still
        // arrives would fill the buffers on both sides and block both for good. So both tables go through the disk, memory stays
        // small at any size, and a bad table gets a clear answer instead of half a file.
        await using var upload = TemporaryFile.Create();
        await request.Body.CopyToAsync(upload, cancellationToken);
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout(); // it limits the upload, not the scoring
        upload.Position = 0;

        // After the upload, so that slow clients never hold a permit.
        using var permit = await scoring.AcquireAsync(permitCount: 1, cancellationToken);
        if (!permit.IsAcquired)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "too many tables are waiting to be scored; retry later");
        }

        var scored = TemporaryFile.Create();
        response.RegisterForDisposeAsync(scored);
        var summary = await Task.Run(() => new ScoredTable(classifier, format, column, probabilities).Write(upload, scored, cancellationToken), cancellationToken);
        scored.Position = 0;

        // The default encoder writes ASCII only, which is what a header may hold.
        response.Headers[SummaryHeader] = JsonSerializer.Serialize(summary, ApiJson.Default.TableSummary);
        return TypedResults.Stream(scored, $"{format.MediaType}; charset=utf-8", $"scored{format.Extension}");
    }
}
