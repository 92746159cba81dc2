using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;
using RnnToolkit.Bundle;
using RnnToolkit.WebApi.Api;
using RnnToolkit.WebApi.Models;

var builder = WebApplication.CreateSlimBuilder(args);

// RNNTOOLKIT_MODELS=... counts less than --Models ...
builder.Configuration.AddEnvironmentVariables("RNNTOOLKIT_").AddCommandLine(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);

// Load before the host starts: a broken bundle fails the deployment, not the first request.
ScorerCatalog catalog;
try
{
    catalog = ScorerCatalog.Load(builder.Configuration["Models"] ?? "models");
}
catch (ModelsNotFoundException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
catch (BundleFormatException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 2;
}

using var scorers = catalog;
builder.Services.AddSingleton(scorers);
builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that BadRequests can say what is bad
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Problem.Complete);
builder.Services.AddExceptionHandler<BadRequests>();
builder.Services.AddHealthChecks().AddCheck<ScorerHealthCheck>("scorers");
builder.Services.AddRateLimiter(options => options
    .AddConcurrencyLimiter(CsvEndpoint.Policy, limiter =>
    {
        // A table keeps a processor busy for seconds: more of them at once would only make single texts wait.
        limiter.PermitLimit = Environment.ProcessorCount;
        limiter.QueueLimit = CsvEndpoint.QueueLimit;
    }));

var app = builder.Build();
app.Use(PageHeaders.Add);
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseFileServer(new FileServerOptions { FileProvider = new EmbeddedFileProvider(typeof(Program).Assembly, "wwwroot") });
app.UseRateLimiter();

app.MapHealthChecks("/health");
app.MapGet("/models", (ScorerCatalog models) => models.Summaries);
app.MapPost("/score", ScoreEndpoint.Score).WithMetadata(ScoreEndpoint.BodyLimit, ScoreEndpoint.BodyShape);
app.MapPost("/explain", ExplainEndpoint.Explain).WithMetadata(ScoreEndpoint.BodyLimit, ExplainEndpoint.BodyShape);
app.MapPost("/score-csv", CsvEndpoint.ScoreAsync).WithMetadata(CsvEndpoint.BodyLimit).RequireRateLimiting(CsvEndpoint.Policy);

await app.RunAsync();
return 0;
