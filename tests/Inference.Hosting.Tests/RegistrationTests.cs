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
    public async Task AddTextClassifier_Bundle_ScoresAsTheLibraryDoes()
    {
        _folder.Put(seed: 1);
        using var plain = TextClassifier.Load(_folder.BundlePath);
        using var host = _folder.Host();
        await host.StartAsync();

        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();

        string[] texts = ["good film", "bad film", ""];
        Assert.Equal(texts.Select(text => plain.Classify(text)), texts.Select(text => classifier.Classify(text)));
        Assert.Equal(plain.ClassifyBatch(texts), classifier.ClassifyBatch(texts));
        Assert.Equal(plain.ClassifyBatch(texts), await classifier.ClassifyBatchAsync(texts));
        Assert.Equal(plain.ClassifyBatch(texts), await classifier.ClassifyStream(texts.ToAsyncEnumerable()).ToListAsync());
        Assert.Equal(plain.Classify("good film"), await classifier.ClassifyAsync("good film"));
        Assert.Equal(plain.Explain("good film").Contributions, classifier.Explain("good film").Contributions);
        Assert.Equal(plain.Encode("good film").Ids, classifier.Encode("good film").Ids);
        Assert.Equal(plain.Verify(), classifier.Verify());
        Assert.Equal("model-1", classifier.Manifest.Name);
        Assert.Equal(new BundleIdentity("model-1", classifier.Manifest.ManifestSha256), classifier.Bundle);
        Assert.Equal(classifier.Bundle, classifier.Classify("good").Bundle);
        Assert.Equal(ExecutionProvider.Cpu, classifier.ExecutionProvider);
    }

    [Fact]
    public void AddTextClassifier_ClassOfTheApp_TakesTheInterfaceThatTestsReplace()
    {
        _folder.Put(seed: 1);
        using var host = _folder.Host(services: services => services.AddSingleton<Consumer>());

        Assert.Equal("model-1", host.Services.GetRequiredService<Consumer>().Classifier.Bundle.Name);
    }

    [Fact]
    public void AddTextClassifier_Configuration_SetsTheOptions()
    {
        _folder.Put(seed: 1);
        using var host = HostOf(new()
        {
            ["BundlePath"] = _folder.BundlePath,
            ["Threshold"] = "0",
            ["MicroBatching"] = "true",
            ["ReloadInterval"] = "00:01:00",
        });

        Assert.Equal("positive", host.Services.GetRequiredService<HostedTextClassifier>().Classify("bad").Label);
        Assert.Equal(TimeSpan.FromMinutes(1), host.Services.GetRequiredService<IOptions<TextClassifierHostOptions>>().Value.ReloadInterval);
    }

    [Fact]
    public void AddTextClassifier_UnknownConfigurationKey_Throws()
    {
        using var host = HostOf(new() { ["BundlePath"] = _folder.BundlePath, ["Treshold"] = "0.7" });

        var exception = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<HostedTextClassifier>());
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
    public async Task AddTextClassifier_SeveralNames_AreSeveralClassifiers()
    {
        using var other = new BundleFolder();
        _folder.Put(seed: 1);
        other.Put(seed: 2);
        using var host = _folder.Host(services: services => services.AddTextClassifier("other", options =>
        {
            options.BundlePath = other.BundlePath;
            options.ReloadInterval = TimeSpan.Zero;
        }));
        await host.StartAsync();

        Assert.Equal("model-1", host.Services.GetRequiredService<HostedTextClassifier>().Manifest.Name);
        Assert.Same(host.Services.GetRequiredService<HostedTextClassifier>(), host.Services.GetRequiredService<ITextClassifier>());
        Assert.Equal("model-2", host.Services.GetRequiredKeyedService<ITextClassifier>("other").Bundle.Name);
        Assert.Equal("model-2", host.Services.GetRequiredKeyedService<HostedTextClassifier>("other").Manifest.Name);
    }

    [Fact]
    public void AddTextClassifier_Twice_RefinesTheOptionsOfOneClassifier()
    {
        _folder.Put(seed: 1);
        using var host = _folder.Host(services: services => services.AddTextClassifier(options => options.Threshold = 0));

        Assert.Equal("positive", host.Services.GetRequiredService<HostedTextClassifier>().Classify("bad").Label);
        Assert.Single(host.Services.GetServices<IHostedService>());
    }

    [Fact]
    public async Task Dispose_OfTheHost_DisposesTheClassifier()
    {
        _folder.Put(seed: 1);
        var host = _folder.Host(options => options.MicroBatching = true);
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();
        host.Dispose();
        await classifier.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => classifier.Classify("good"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => classifier.ClassifyAsync("good"));
        Assert.Throws<ObjectDisposedException>(() => classifier.Reload());
    }

    sealed record Consumer(ITextClassifier Classifier);

    static IHost HostOf(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddTextClassifier(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return builder.Build();
    }
}
