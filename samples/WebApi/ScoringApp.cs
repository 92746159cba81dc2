using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;
using RnnToolkit.Bundle;
using RnnToolkit.WebApi.Api;
using RnnToolkit.WebApi.Models;

namespace RnnToolkit.WebApi;

/// <summary>The app, for the program and for tests: built, but not started.</summary>
public static class ScoringApp
{
    /// <summary>Loads the models and sets up services and routes.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The app, which the caller starts and disposes.</returns>
    /// <exception cref="ModelsNotFoundException">There is no bundle to serve.</exception>
    /// <exception cref="BundleFormatException">A bundle is damaged.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);

        // RNNTOOLKIT_MODELS=... counts less than --Models ...
        builder.Configuration.AddEnvironmentVariables("RNNTOOLKIT_").AddCommandLine(args);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);

        // Loaded before the host starts: a broken bundle fails the deployment, not the first request. The container disposes it.
        var catalog = ScorerCatalog.Load(builder.Configuration["Models"] ?? "models");
        builder.Services.AddSingleton(_ => catalog);
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
        app.UseFileServer(new FileServerOptions { FileProvider = new EmbeddedFileProvider(typeof(ScoringApp).Assembly, "wwwroot") });
        app.UseRateLimiter();

        app.MapHealthChecks("/health");
        app.MapGet("/models", (ScorerCatalog models) => models.Summaries);
        app.MapPost("/score", ScoreEndpoint.Score).WithMetadata(ScoreEndpoint.BodyLimit, ScoreEndpoint.BodyShape);
        app.MapPost("/explain", ExplainEndpoint.Explain).WithMetadata(ScoreEndpoint.BodyLimit, ExplainEndpoint.BodyShape);
        app.MapPost("/score-csv", CsvEndpoint.ScoreAsync).WithMetadata(CsvEndpoint.BodyLimit).RequireRateLimiting(CsvEndpoint.Policy);
        return app;
    }
}
