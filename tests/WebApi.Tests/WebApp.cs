using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.WebApi.Tests;

/// <summary>The app on a free port of this machine, with Kestrel and its limits, serving two tiny bundles.</summary>
public sealed class WebApp : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>The bundle that scores when a request names none.</summary>
    public const string First = "gru1";

    /// <summary>The other bundle.</summary>
    public const string Second = "rnn2";

    readonly TempDirectory _directory = new();
    WebApplication? _app;
    HttpClient? _client;

    readonly string[] _args;

    public WebApp()
        : this(Array.Empty<string>())
    {
    }

    WebApp(string[] args)
    {
        _args = args;
        Gru.Write(_directory[First], change: manifest => manifest with
        {
            Name = First,
            Metrics = new(Epoch: 2, ValidationLoss: 0.4, ValidationAccuracy: 0.8125, Test: new ClassificationMetrics(30, 10, 45, 15)),
        });
        Rnn.Write(_directory[Second], change: manifest => manifest with { Name = Second, Metrics = null });
    }

    WebApp(IEnumerable<(string Id, TinyBundle Bundle)> bundles)
    {
        _args = [];
        foreach (var (id, bundle) in bundles)
        {
            bundle.Write(_directory[id]);
        }
    }

    /// <summary>An app with other bundles, not started.</summary>
    public static WebApp Of(params IEnumerable<(string Id, TinyBundle Bundle)> bundles) => new(bundles);

    /// <summary>The source of <see cref="First"/>: the reference for its scores.</summary>
    public TinyBundle Gru { get; } = new(RecurrentCell.Gru, layers: 1, seed: 1);

    /// <summary>The source of <see cref="Second"/>.</summary>
    public TinyBundle Rnn { get; } = new(RecurrentCell.Rnn, layers: 2, seed: 2);

    public HttpClient Client => _client!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>The address of the page.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>The paths that are mapped.</summary>
    public IEnumerable<string> Routes =>
        Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!);

    public static double Probability(TinyBundle bundle, string text)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return 1 / (1 + Math.Exp(-bundle.Logit(text)));
    }

    /// <summary>The probability of the more probable label.</summary>
    public static double ProbabilityOfLabel(TinyBundle bundle, string text) => Math.Max(Probability(bundle, text), 1 - Probability(bundle, text));

    /// <summary>Posts JSON and returns status and answer.</summary>
    public async Task<(int Status, JsonElement Answer)> Post(string path, object body)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Starts another app, which the caller disposes.</summary>
    public static async Task<WebApp> Start(params string[] args)
    {
        var app = new WebApp(args);
        await app.InitializeAsync();
        return app;
    }

    /// <summary>Starts the app on a port that the system chooses.</summary>
    public async Task InitializeAsync()
    {
        _app = ScoringApp.Build(["--Models", _directory.Path, "--urls", "http://127.0.0.1:0", .. _args]);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _app.StartAsync(limit.Token);
        _client = new HttpClient { BaseAddress = new Uri(Assert.Single(_app.Urls)), Timeout = TimeSpan.FromMinutes(1) };
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _directory.Dispose();
    }
}
