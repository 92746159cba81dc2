using Microsoft.Extensions.DependencyInjection;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Inference.Hosting.Tests;

public sealed class ReloadTests : IDisposable
{
    const string Text = "good film bad story";

    readonly BundleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reload_AnotherBundle_TakesOver()
    {
        using var classifier = Serve(seed: 1);
        var before = classifier.Classify(Text);
        var bundle = _folder.Put(seed: 2);

        Assert.True(classifier.Reload());

        Assert.Equal("model-2", classifier.Manifest.Name);
        Assert.NotEqual(before, classifier.Classify(Text));
        Assert.Equal(bundle.Logit(Text), classifier.Classify(Text).Logit, tolerance: 1e-5); // float32 against double precision
        Assert.Null(classifier.ReloadFailure);
    }

    [Fact]
    public void Reload_SameBundle_ChangesNothing()
    {
        using var classifier = Serve(seed: 1);

        Assert.False(classifier.Reload());
        Assert.Null(classifier.ReloadFailure);
    }

    [Fact]
    public void Reload_BundleThatIsStillCopied_KeepsTheOldUntilItIsWhole()
    {
        using var classifier = Serve(seed: 1);
        var before = classifier.Classify(Text);
        _folder.Put(seed: 2);
        var whole = File.ReadAllBytes(_folder.GraphPath);
        File.WriteAllBytes(_folder.GraphPath, whole[..100]);

        Assert.False(classifier.Reload());
        Assert.Contains("model.onnx", classifier.ReloadFailure, StringComparison.Ordinal);
        Assert.Equal(before, classifier.Classify(Text));

        File.WriteAllBytes(_folder.GraphPath, whole);
        Assert.True(classifier.Reload());
        Assert.Null(classifier.ReloadFailure);
        Assert.Equal("model-2", classifier.Manifest.Name);
    }

    [Fact]
    public void Reload_BundleThatDoesNotGiveTheTrainersNumbers_IsRejected()
    {
        using var classifier = Serve(seed: 1);
        _folder.Put(seed: 2, golden: """{"text":"good","ids":[0,0,0,0,0,0,0,0,0,0,0,1],"logit":99}"""u8.ToArray());

        Assert.False(classifier.Reload());
        Assert.Contains("golden.jsonl", classifier.ReloadFailure, StringComparison.Ordinal);
        Assert.Equal("model-1", classifier.Manifest.Name);
    }

    [Fact]
    public void Reload_NoBundleThere_KeepsTheOld()
    {
        using var classifier = Serve(seed: 1);
        Directory.Delete(_folder.BundlePath, recursive: true);

        Assert.False(classifier.Reload());
        Assert.Equal(0, classifier.Classify("").TokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reload_FortySwapsUnderLoad_EveryResultNamesTheBundleThatMadeIt(bool microBatching)
    {
        const int callers = 4, swaps = 40;
        using var classifier = Serve(seed: 1, options => options.MicroBatching = microBatching);

        // Not to the last bit: texts that are scored together may differ there. Another bundle differs in the first digits.
        var expected = new Dictionary<BundleIdentity, float>();
        foreach (var seed in new[] { 2, 1 })
        {
            _folder.Put(seed);
            Assert.True(classifier.Reload());
            expected[classifier.Bundle] = classifier.Classify(Text).Probability;
        }

        using var stop = new CancellationTokenSource();
        var calls = new int[callers];
        var tasks = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Check(classifier.Classify(Text));
                Check(await classifier.ClassifyAsync(Text));
                Assert.All(classifier.ClassifyBatch([Text, Text]), Check);
                var explanation = classifier.Explain(Text);
                Check(explanation.Prediction);
                Assert.Equal(explanation.Prediction.Bundle, explanation.Baseline.Bundle);
                var verification = classifier.Verify();
                Assert.True(verification.Passes());
                Assert.Contains(verification.Bundle, expected.Keys);
                Interlocked.Increment(ref calls[caller]);
            }
        })).ToArray();
        for (var swap = 0; swap < swaps; swap++)
        {
            var before = calls.Sum();
            await Wait.UntilAsync(() => calls.Sum() > before || tasks.Any(task => task.IsFaulted)); // load between any two swaps
            _folder.Put(seed: 2 - (swap % 2));
            Assert.True(classifier.Reload());
        }

        await stop.CancelAsync();
        await Task.WhenAll(tasks).WaitAsync(Wait.Limit);

        void Check(Prediction prediction) => Assert.Equal(expected[prediction.Bundle], prediction.Probability, tolerance: 1e-5);
    }

    [Fact]
    public async Task Reload_WhileAStreamRuns_LeavesTheStreamWithItsBundle()
    {
        using var classifier = Serve(seed: 1);
        var expected = classifier.Classify(Text);
        var predictions = new List<Prediction>();

        await foreach (var prediction in classifier.ClassifyStream(Enumerable.Repeat(Text, 500).ToAsyncEnumerable()))
        {
            if (predictions.Count == 0)
            {
                _folder.Put(seed: 2);
                Assert.True(classifier.Reload());
            }

            predictions.Add(prediction);
        }

        // Batches of another size may differ in the last place; the other bundle differs in the first.
        Assert.Equal(500, predictions.Count);
        Assert.All(predictions, prediction => Assert.Equal(expected.Probability, prediction.Probability, tolerance: 1e-6));
        Assert.NotEqual(expected.Probability, classifier.Classify(Text).Probability, tolerance: 1e-3);
    }

    [Fact]
    public async Task Host_AnotherBundle_TakesOverByItself()
    {
        var time = new ManualTime();
        _folder.Put(seed: 1);
        using var host = _folder.Host(
            options => options.ReloadInterval = TimeSpan.FromHours(1), services => services.AddSingleton<TimeProvider>(time));
        await host.StartAsync();
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();
        _folder.Put(seed: 2);
        Assert.Equal("model-1", classifier.Bundle.Name);

        Assert.Equal(TimeSpan.FromHours(1), await time.FireAsync());

        await Wait.UntilAsync(() => classifier.Bundle.Name == "model-2");
        await host.StopAsync().WaitAsync(Wait.Limit);
    }

    HostedTextClassifier Serve(int seed, Action<TextClassifierHostOptions>? configure = null)
    {
        _folder.Put(seed);
        return _folder.Host(configure).Services.GetRequiredService<HostedTextClassifier>();
    }
}
