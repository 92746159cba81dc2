using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Hosting.Tests;

public sealed class CatalogTests : IDisposable
{
    readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Catalog_BundlesBelowADirectory_AreServedByTheirPaths()
    {
        Put("demo/gru1", seed: 1);
        Put("demo/lstm1", seed: 2);
        Put("a", seed: 3);
        Put(".unfinished", seed: 4);
        using var host = HostOf();
        await host.StartAsync();

        var catalog = host.Services.GetRequiredService<TextClassifierCatalog>();

        Assert.Equal(["a", "demo/gru1", "demo/lstm1"], catalog.Classifiers.Keys);
        Assert.Equal(["model-3", "model-1", "model-2"], catalog.Classifiers.Values.Select(classifier => classifier.Classify("good").Bundle.Name));
        Assert.True(catalog.TryFind(null, out var id, out var classifier));
        Assert.Equal(("a", "model-3"), (id, classifier.Bundle.Name));
        Assert.True(catalog.TryFind("demo/lstm1", out _, out classifier));
        Assert.Equal("model-2", classifier.Bundle.Name);
        Assert.False(catalog.TryFind("demo", out _, out _));
    }

    [Fact]
    public void Catalog_DirectoryThatIsABundle_HasItsName()
    {
        Put("gru1", seed: 1);
        using var host = HostOf(options => options.Root = _directory["gru1"]);

        Assert.Equal(["gru1"], host.Services.GetRequiredService<TextClassifierCatalog>().Classifiers.Keys);
    }

    [Fact]
    public async Task Catalog_OneBundleReplaced_TakesOverByItself()
    {
        Put("a", seed: 1);
        Put("b", seed: 2);
        var time = new ManualTime();
        using var host = HostOf(
            options => options.Classifiers.ReloadInterval = TimeSpan.FromHours(1), services => services.AddSingleton<TimeProvider>(time));
        await host.StartAsync();
        var classifiers = host.Services.GetRequiredService<TextClassifierCatalog>().Classifiers;
        Put("b", seed: 3);

        await time.FireAsync();

        await Wait.UntilAsync(() => classifiers["b"].Bundle.Name == "model-3");
        Assert.Equal("model-1", classifiers["a"].Bundle.Name);
        await host.StopAsync().WaitAsync(Wait.Limit);
    }

    [Fact]
    public async Task HealthCheck_OneDamagedBundle_IsDegradedAndNamed()
    {
        Put("a", seed: 1);
        Put("b", seed: 2);
        using var host = HostOf(services: services => services.AddLogging().AddHealthChecks().AddTextClassifierCatalog());
        var sound = await CheckAsync(host);
        Assert.Equal(HealthStatus.Healthy, sound.Status);
        Assert.Equal(("model-1", "model-2"), (sound.Data["a: model"], sound.Data["b: model"]));
        File.Delete(Path.Combine(_directory["b"], ModelBundle.ManifestFile));

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.StartsWith("b: still serving model-2, but ", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthCheck_WithoutACatalog_FailsTheStartAndNamesIt()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddHealthChecks().AddTextClassifierCatalog("check");
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(
            "The health check \"check\" needs a catalog that was not registered; call services.AddTextClassifierCatalog(...).", exception.Message);
    }

    [Fact]
    public async Task StartAsync_NoBundles_SaysWhatIsThere()
    {
        Directory.CreateDirectory(_directory["empty"]);
        using var missing = HostOf(options => options.Root = _directory["missing"]);
        using var empty = HostOf(options => options.Root = _directory["empty"]);
        using var unset = HostOf(options => options.Root = "");

        Assert.StartsWith(
            $"{_directory["missing"]}: found no such directory",
            (await Assert.ThrowsAsync<DirectoryNotFoundException>(() => missing.StartAsync())).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"{_directory["empty"]}: found a directory without bundles",
            (await Assert.ThrowsAsync<DirectoryNotFoundException>(() => empty.StartAsync())).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            ["Root is empty, expected the directory that holds the bundles"],
            (await Assert.ThrowsAsync<OptionsValidationException>(() => unset.StartAsync())).Failures);
    }

    [Fact]
    public async Task StartAsync_OneBrokenBundle_FailsTheDeployment()
    {
        Put("a", seed: 1);
        Put("b", seed: 2);
        File.Delete(Path.Combine(_directory["b"], ModelBundle.ManifestFile));
        using var host = HostOf();

        await Assert.ThrowsAsync<BundleFormatException>(() => host.StartAsync());
    }

    void Put(string path, int seed) =>
        new TinyBundle(seed: seed).Write(_directory[path], change: manifest => manifest with { Name = BundleFolder.NameOf(seed) });

    IHost HostOf(Action<TextClassifierCatalogOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddTextClassifierCatalog(options =>
        {
            options.Root = _directory[""];
            options.Classifiers.ReloadInterval = TimeSpan.Zero; // tests reload when they say so
            configure?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    static async Task<HealthReportEntry> CheckAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["text_classifier_catalog"];
    }
}
