using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Hosting.Tests;

public sealed class RegistrationTests : IDisposable
{
    readonly BundleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddSentimentScorer_Bundle_ScoresAsTheLibraryDoes()
    {
        _folder.Put(seed: 1);
        using var plain = SentimentScorer.Load(_folder.BundlePath);
        using var host = _folder.Host();
        await host.StartAsync();

        var scorer = host.Services.GetRequiredService<HostedSentimentScorer>();

        string[] texts = ["good film", "bad film", ""];
        Assert.Equal(texts.Select(text => plain.Score(text)), texts.Select(text => scorer.Score(text)));
        Assert.Equal(plain.ScoreBatch(texts), scorer.ScoreBatch(texts));
        Assert.Equal(plain.ScoreBatch(texts), await scorer.ScoreBatchAsync(texts));
        Assert.Equal(plain.ScoreBatch(texts), await scorer.ScoreStream(texts.ToAsyncEnumerable()).ToListAsync());
        Assert.Equal(plain.Score("good film"), await scorer.ScoreAsync("good film"));
        Assert.Equal(plain.Explain("good film").Contributions, scorer.Explain("good film").Contributions);
        Assert.Equal(plain.Encode("good film").Ids, scorer.Encode("good film").Ids);
        Assert.Equal(plain.Verify(), scorer.Verify());
        Assert.Equal("model-1", scorer.Manifest.Name);
        Assert.Equal(new BundleIdentity("model-1", scorer.Manifest.ManifestSha256), scorer.Bundle);
        Assert.Equal(scorer.Bundle, scorer.Score("good").Bundle);
        Assert.Equal(ExecutionProvider.Cpu, scorer.ExecutionProvider);
    }

    [Fact]
    public void AddSentimentScorer_ClassOfTheApp_TakesTheInterfaceThatTestsReplace()
    {
        _folder.Put(seed: 1);
        using var host = _folder.Host(services: services => services.AddSingleton<Consumer>());

        Assert.Equal("model-1", host.Services.GetRequiredService<Consumer>().Scorer.Bundle.Name);
    }

    [Fact]
    public void AddSentimentScorer_Configuration_SetsTheOptions()
    {
        _folder.Put(seed: 1);
        using var host = HostOf(new()
        {
            ["BundlePath"] = _folder.BundlePath,
            ["Threshold"] = "0",
            ["MicroBatching"] = "true",
            ["ReloadInterval"] = "00:01:00",
        });

        Assert.Equal("positive", host.Services.GetRequiredService<HostedSentimentScorer>().Score("bad").Label);
        Assert.Equal(TimeSpan.FromMinutes(1), host.Services.GetRequiredService<IOptions<SentimentScorerHostOptions>>().Value.ReloadInterval);
    }

    [Fact]
    public void AddSentimentScorer_UnknownConfigurationKey_Throws()
    {
        using var host = HostOf(new() { ["BundlePath"] = _folder.BundlePath, ["Treshold"] = "0.7" });

        var exception = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<HostedSentimentScorer>());
        Assert.Contains("Treshold", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_BadOptions_NamesThemAll()
    {
        using var host = _folder.Host(options =>
        {
            options.BundlePath = " ";
            options.MaxBatchSize = 0;
            options.MicroBatchQueueLength = 0;
            options.ReloadInterval = TimeSpan.FromSeconds(-1);
        });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(
            [
                "BundlePath is empty, expected the directory of a bundle",
                "ReloadInterval is -00:00:01, expected zero or up to 24 days",
                "MicroBatchQueueLength is 0, expected 1 or more",
                "MaxBatchSize is 0, expected 1 to 4096",
            ],
            exception.Failures);
    }

    [Fact]
    public async Task StartAsync_BrokenBundle_FailsTheDeployment()
    {
        _folder.Put(seed: 1);
        File.AppendAllText(_folder.GraphPath, "x");
        using var host = _folder.Host();

        await Assert.ThrowsAsync<BundleFormatException>(() => host.StartAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartAsync_BundleThatDoesNotGiveTheTrainersNumbers_IsRefusedUnlessUnwanted(bool verifyOnLoad)
    {
        _folder.Put(seed: 1, golden: """{"text":"good","ids":[0,0,0,0,0,0,0,0,0,0,0,1],"logit":99}"""u8.ToArray());
        using var host = _folder.Host(options => options.VerifyOnLoad = verifyOnLoad);

        var exception = await Record.ExceptionAsync(() => host.StartAsync());

        Assert.Equal(verifyOnLoad, exception is BundleFormatException);
        Assert.True(verifyOnLoad || exception is null);
    }

    [Fact]
    public async Task AddSentimentScorer_SeveralNames_AreSeveralScorers()
    {
        using var other = new BundleFolder();
        _folder.Put(seed: 1);
        other.Put(seed: 2);
        using var host = _folder.Host(services: services => services.AddSentimentScorer("other", options =>
        {
            options.BundlePath = other.BundlePath;
            options.ReloadInterval = TimeSpan.Zero;
        }));
        await host.StartAsync();

        Assert.Equal("model-1", host.Services.GetRequiredService<HostedSentimentScorer>().Manifest.Name);
        Assert.Same(host.Services.GetRequiredService<HostedSentimentScorer>(), host.Services.GetRequiredService<ISentimentScorer>());
        Assert.Equal("model-2", host.Services.GetRequiredKeyedService<ISentimentScorer>("other").Bundle.Name);
        Assert.Equal("model-2", host.Services.GetRequiredKeyedService<HostedSentimentScorer>("other").Manifest.Name);
    }

    [Fact]
    public void AddSentimentScorer_Twice_RefinesTheOptionsOfOneScorer()
    {
        _folder.Put(seed: 1);
        using var host = _folder.Host(services: services => services.AddSentimentScorer(options => options.Threshold = 0));

        Assert.Equal("positive", host.Services.GetRequiredService<HostedSentimentScorer>().Score("bad").Label);
        Assert.Single(host.Services.GetServices<IHostedService>());
    }

    [Fact]
    public async Task Dispose_OfTheHost_DisposesTheScorer()
    {
        _folder.Put(seed: 1);
        var host = _folder.Host(options => options.MicroBatching = true);
        var scorer = host.Services.GetRequiredService<HostedSentimentScorer>();
        host.Dispose();
        await scorer.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => scorer.Score("good"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => scorer.ScoreAsync("good"));
        Assert.Throws<ObjectDisposedException>(() => scorer.Reload());
    }

    sealed record Consumer(ISentimentScorer Scorer);

    static IHost HostOf(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSentimentScorer(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return builder.Build();
    }
}
