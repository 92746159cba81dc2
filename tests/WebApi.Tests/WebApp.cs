using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.WebApi.Tests;

/// <summary>The app on a free port of this machine, with Kestrel and its limits, serving two tiny bundles.</summary>
public sealed class WebApp : IDisposable
{
    /// <summary>The bundle that answers where a request names none.</summary>
    public const string First = "gru1";

    /// <summary>The other bundle.</summary>
    public const string Second = "rnn2";

    readonly TempDirectory _directory = new();
    readonly Factory _factory;

    public WebApp()
    {
        Gru.Write(_directory[First], change: manifest => manifest with
        {
            Name = First,
            Metrics = new(Epoch: 2, ValidationLoss: 0.4, ValidationAccuracy: 0.8125, Test: new ClassificationMetrics(30, 10, 45, 15)),
        });
        Rnn.Write(_directory[Second], change: manifest => manifest with { Name = Second, Metrics = null });
        _factory = new Factory(_directory.Path);
        _factory.UseKestrel(port: 0);
        _factory.StartServer();
        Client = new HttpClient { BaseAddress = _factory.ClientOptions.BaseAddress }; // the factory's own reads every body before it sends it
    }

    /// <summary>What <see cref="First"/> is made of: the reference for its scores.</summary>
    public TinyBundle Gru { get; } = new(RecurrentCell.Gru, layers: 1, seed: 1);

    /// <summary>What <see cref="Second"/> is made of.</summary>
    public TinyBundle Rnn { get; } = new(RecurrentCell.Rnn, layers: 2, seed: 2);

    public HttpClient Client { get; }

    /// <summary>Where the page is.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>The paths that are mapped.</summary>
    public IEnumerable<string> Routes =>
        _factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!);

    public static double Probability(TinyBundle bundle, string text)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return 1 / (1 + Math.Exp(-bundle.Logit(text)));
    }

    /// <summary>Posts JSON and returns status and answer.</summary>
    public async Task<(int Status, JsonElement Answer)> Post(string path, object body)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public void Dispose()
    {
        Client.Dispose();
        _factory.Dispose();
        _directory.Dispose();
    }

    sealed class Factory(string models) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseContentRoot(AppContext.BaseDirectory).UseSetting("Models", models);
    }
}
