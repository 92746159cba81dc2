using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace RnnToolkit.Inference.Hosting.Tests;

public sealed class HealthCheckTests : IDisposable
{
    readonly BundleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_SoundBundle_IsHealthyAndSaysWhatRuns()
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.StartsWith("20 golden texts, 0 with other token ids, 0 with another label, largest difference", entry.Description, StringComparison.Ordinal);
        Assert.Equal("model-1", entry.Data["model"]);
        Assert.Equal("Cpu", entry.Data["executionProvider"]);
        Assert.Equal("the CPU was asked for", entry.Data["executionProviderReason"]);
    }

    [Fact]
    public async Task Check_WrongScores_IsUnhealthy()
    {
        _folder.Put(seed: 1, golden: """{"text":"good","ids":[0,0,0,0,0,0,0,0,0,0,0,1],"logit":99}"""u8.ToArray());
        using var host = HostWithCheck(options => options.VerifyOnLoad = false);

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Check_NewerBundleRefused_IsDegraded()
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();
        var scorer = host.Services.GetRequiredService<HostedSentimentScorer>();
        _folder.Put(seed: 2);
        File.WriteAllBytes(_folder.GraphPath, []);

        // Before the next look, and after it.
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);
        scorer.Reload();
        var entry = await CheckAsync(host);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.StartsWith("a newer bundle was refused: ", entry.Description, StringComparison.Ordinal);
    }

    IHost HostWithCheck(Action<SentimentScorerHostOptions>? configure = null) =>
        _folder.Host(configure, services => services.AddLogging().AddHealthChecks().AddSentimentScorer());

    static async Task<HealthReportEntry> CheckAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["sentiment_scorer"];
    }
}
