using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using RnnToolkit.Datasets;
using RnnToolkit.WebApi.Csv;
using RnnToolkit.WebApi.Models;

namespace RnnToolkit.WebApi.Api;

/// <summary>POST /score-csv: a table in, the same table with three more columns out, and what is in them in a header.</summary>
static class CsvEndpoint
{
    public const string Policy = "tables";
    public const int QueueLimit = 16;
    public const int MaxBodyBytes = 32 << 20;
    public const string SummaryHeader = "Score-Summary";

    public static IRequestSizeLimitMetadata BodyLimit { get; } = new BodyLimit(MaxBodyBytes);

    public static async Task<IResult> ScoreAsync(
        HttpRequest request, HttpResponse response, ScorerCatalog catalog, CancellationToken cancellationToken, string? model = null, string column = "text")
    {
        if (TableFormat.Of(request.ContentType) is not { } format)
        {
            return Problem.Of(
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Type is {request.ContentType ?? "missing"}, expected {string.Join(" or ", TableFormat.All.Select(known => known.MediaType))}");
        }

        if (!catalog.TryFind(model, out _, out var scorer))
        {
            return Problem.BadRequest(catalog.Unknown(model));
        }

        // Browsers and many clients read no answer before they have sent everything: an answer that flowed while the table still
        // came in would fill the buffers on both sides and stop them for good. So both go by way of the disk, memory stays small
        // at any size, and a table that turns out to be bad gets a clear answer in place of half a file.
        var upload = TemporaryFile.Create();
        var scored = TemporaryFile.Create();
        try
        {
            await request.Body.CopyToAsync(upload, cancellationToken);
            upload.Position = 0;
            var summary = await Task.Run(() => new ScoredTable(scorer, format, column).Write(upload, scored, cancellationToken), cancellationToken);
            scored.Position = 0;

            // The default encoder leaves nothing but ASCII, which is what a header may hold.
            response.Headers[SummaryHeader] = JsonSerializer.Serialize(summary, ApiJson.Default.TableSummary);
            return TypedResults.Stream(scored, $"{format.MediaType}; charset=utf-8", $"scored{format.Extension}");
        }
        catch (DatasetException exception)
        {
            await scored.DisposeAsync();
            return Problem.BadRequest(exception.Message);
        }
        catch
        {
            await scored.DisposeAsync();
            throw;
        }
        finally
        {
            await upload.DisposeAsync();
        }
    }
}
