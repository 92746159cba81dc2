using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;
using RnnToolkit.Inference.Hosting;
using RnnToolkit.WebApi.Api;

namespace RnnToolkit.WebApi;

/// <summary>The app, for the program and for tests: built, but not started.</summary>
public static class ScoringApp
{
    /// <summary>Sets up services and routes. The start of the app loads the models and throws when one is missing or damaged.</summary>
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

        builder.Services.AddTextClassifierCatalog(options => options.Root = configuration["Models"] ?? "models");
        builder.Services.AddHealthChecks().AddTextClassifierCatalog();
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that Failures can say what is wrong
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Problem.Complete);
        builder.Services.AddExceptionHandler<Failures>();
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
        app.MapGet("/models", (TextClassifierCatalog catalog) => catalog.Classifiers.Select(classifier => ModelSummary.Of(classifier.Key, classifier.Value)));
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
