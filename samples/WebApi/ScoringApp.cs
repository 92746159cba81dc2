using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
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

        // The command line has priority over RNNTOOLKIT_MODELS and others.
        var configuration = builder.Configuration;
        configuration.AddEnvironmentVariables("RNNTOOLKIT_").AddCommandLine(args);
        configuration["AllowedHosts"] ??= "localhost;127.0.0.1;[::1]";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);

        // Loaded before the host starts: a broken bundle fails the deployment, not the first request. The container disposes it.
        var catalog = ScorerCatalog.Load(configuration["Models"] ?? "models");
        builder.Services.AddSingleton(_ => catalog);
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that Failures can say what is bad
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Problem.Complete);
        builder.Services.AddExceptionHandler<Failures>();
        builder.Services.AddHealthChecks().AddCheck<ScorerHealthCheck>("scorers");
        builder.Services.AddOpenApi();
        builder.Services.AddSingleton(_ => CsvEndpoint.CreateScoringLimiter());
        builder.Services.AddRequestTimeouts(options => options.AddPolicy(CsvEndpoint.Uploads, new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(configuration.GetValue("UploadSeconds", 120)),
            TimeoutStatusCode = StatusCodes.Status408RequestTimeout,
        }));
        builder.Services.AddRateLimiter(options => LimitRates(options, configuration.GetValue("RequestsPerMinute", 600)));

        var app = builder.Build();
        app.Use(PageHeaders.Add);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseFileServer(new FileServerOptions { FileProvider = new EmbeddedFileProvider(typeof(ScoringApp).Assembly, "wwwroot") });
        app.UseRequestTimeouts();
        app.UseRateLimiter();

        var jsonLimit = new RequestSizeLimitAttribute(ScoreEndpoint.MaxBodyBytes);
        app.MapOpenApi();
        app.MapHealthChecks("/health").DisableRateLimiting();
        app.MapGet("/models", (ScorerCatalog models) => models.Summaries);
        app.MapPost("/score", ScoreEndpoint.Score).WithMetadata(jsonLimit, ScoreEndpoint.BodyShape);
        app.MapPost("/explain", ExplainEndpoint.Explain).WithMetadata(jsonLimit, ExplainEndpoint.BodyShape);
        app.MapPost("/score-csv", CsvEndpoint.ScoreAsync)
            .WithMetadata(new RequestSizeLimitAttribute(CsvEndpoint.MaxBodyBytes))
            .WithRequestTimeout(CsvEndpoint.Uploads)
            .RequireRateLimiting(CsvEndpoint.Uploads);
        return app;
    }

    static void LimitRates(RateLimiterOptions options, int requestsPerMinute)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddConcurrencyLimiter(CsvEndpoint.Uploads, limiter => limiter.PermitLimit = CsvEndpoint.MaxUploads);
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None, _ => new() { PermitLimit = requestsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        options.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            {
                context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return ValueTask.CompletedTask;
        };
    }
}
