using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;

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
    public async Task Check_NewBundleRejected_IsDegraded()
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();
        _folder.Put(seed: 2);
        File.WriteAllBytes(_folder.GraphPath, []);

        // Before the next look, and after it.
        foreach (var look in new[] { false, true })
        {
            Assert.False(look && classifier.Reload());
            var entry = await CheckAsync(host);
            Assert.Equal(HealthStatus.Degraded, entry.Status);
            Assert.StartsWith(
                $"still serving model-1, but the app could not start from the directory now: {_folder.GraphPath}: found 0 bytes",
                entry.Description,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_NewBundleThatDoesNotGiveTheTrainersNumbers_IsDegraded()
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();
        _folder.Put(seed: 2, golden: """{"text":"good","ids":[0,0,0,0,0,0,0,0,0,0,0,1],"logit":99}"""u8.ToArray());
        Assert.False(host.Services.GetRequiredService<HostedTextClassifier>().Reload());

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("golden.jsonl: found 1 golden texts", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ValidSwap_IsHealthyBeforeAndAfterTheReload()
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();
        for (var seed = 2; seed < 5; seed++)
        {
            _folder.Put(seed);

            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
            Assert.True(classifier.Reload());
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        }
    }

    [Fact]
    public async Task Check_SwapsUnderProbes_StaysHealthy()
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();
        using var stop = new CancellationTokenSource();
        var statuses = new List<(HealthStatus, string?)>();
        var probes = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var entry = await CheckAsync(host);
                statuses.Add((entry.Status, entry.Description));
            }
        });
        for (var swap = 0; swap < 40; swap++)
        {
            var before = statuses.Count;
            _folder.Put(seed: 2 + (swap % 2));
            Assert.True(classifier.Reload());
            await Wait.UntilAsync(() => statuses.Count > before || probes.IsFaulted);
        }

        await stop.CancelAsync();
        await probes.WaitAsync(Wait.Limit);

        Assert.All(statuses, status => Assert.True(status.Item1 is HealthStatus.Healthy, status.Item2));
    }

    [Fact]
    public async Task Check_ManifestDeleted_IsDegradedUntilItIsBack()
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();
        var manifest = Path.Combine(_folder.BundlePath, ModelBundle.ManifestFile);
        var json = File.ReadAllBytes(manifest);
        File.Delete(manifest);

        var entry = await CheckAsync(host);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains($"{manifest}: found no such file", entry.Description, StringComparison.Ordinal);

        File.WriteAllBytes(manifest, json);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Theory]
    [InlineData(ModelBundle.GraphFile)]
    [InlineData(ModelBundle.VocabularyFileName)]
    [InlineData(ModelBundle.GoldenFile)]
    [InlineData(ModelBundle.ModelCardFile)]
    public async Task Check_DamagedFile_IsDegradedAndNamesIt(string file)
    {
        _folder.Put(seed: 1);
        using var host = HostWithCheck();
        var path = Path.Combine(_folder.BundlePath, file);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        var entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains($"{path}: SHA-256: found ", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AnyFault_CarriesNoExceptionWhoseStackWouldBeLogged()
    {
        _folder.Put(seed: 1);
        var log = new CollectedLog();
        using var host = HostWithCheck(log: log);
        Directory.Delete(_folder.BundlePath, recursive: true);
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);

        host.Services.GetRequiredService<HostedTextClassifier>().Dispose();
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);

        Assert.NotEmpty(log.Entries);
        Assert.All(log.Entries, entry => Assert.Null(entry.Exception));
    }

    [Theory]
    [InlineData(null, "The health check \"check\" needs a classifier that was not registered; call services.AddTextClassifier(...).")]
    [InlineData("other", "The health check \"check\" needs the classifier \"other\", which was not registered; call services.AddTextClassifier(\"other\", ...).")]
    public async Task AddTextClassifier_CheckOfAClassifierThatWasNotAdded_FailsTheStartAndNamesIt(string? classifierName, string expected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddTextClassifier("some", options => options.BundlePath = _folder.BundlePath);
        builder.Services.AddHealthChecks().AddTextClassifier("check", classifierName);
        using var host = builder.Build();

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        var failures = exception is AggregateException all ? all.InnerExceptions : [exception];
        Assert.Contains(expected, failures.OfType<OptionsValidationException>().SelectMany(failure => failure.Failures));
    }

    [Fact]
    public void AddTextClassifier_CheckIsAddedFirst_FindsTheClassifier()
    {
        _folder.Put(seed: 1);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging().AddHealthChecks().AddTextClassifier(classifierName: "late");
        builder.Services.AddTextClassifier("late", options => options.BundlePath = _folder.BundlePath);
        using var host = builder.Build();

        Assert.NotNull(host.Services.GetRequiredService<HealthCheckService>());
    }

    IHost HostWithCheck(Action<TextClassifierHostOptions>? configure = null, ILoggerProvider? log = null)
    {
        var host = _folder.Host(configure, services => services
            .AddLogging(logging => logging.Services.AddSingleton(log ?? new CollectedLog()))
            .AddHealthChecks().AddTextClassifier());
        _ = host.Services.GetRequiredService<HostedTextClassifier>(); // loads the bundle, as the start of the host does
        return host;
    }

    static async Task<HealthReportEntry> CheckAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["text_classifier"];
    }

    sealed class CollectedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(string Message, Exception? Exception)> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue((formatter(state, exception), exception));

        public void Dispose()
        {
        }
    }
}
