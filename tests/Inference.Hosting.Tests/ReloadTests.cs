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
        using var scorer = Serve(seed: 1);
        var before = scorer.Score(Text);
        var bundle = _folder.Put(seed: 2);

        Assert.True(scorer.Reload());

        Assert.Equal("model-2", scorer.Manifest.Name);
        Assert.NotEqual(before, scorer.Score(Text));
        Assert.Equal(bundle.Logit(Text), scorer.Score(Text).Logit, tolerance: 1e-5); // float32 against double precision
        Assert.Null(scorer.ReloadFailure);
    }

    [Fact]
    public void Reload_SameBundle_ChangesNothing()
    {
        using var scorer = Serve(seed: 1);

        Assert.False(scorer.Reload());
        Assert.Null(scorer.ReloadFailure);
    }

    [Fact]
    public void Reload_BundleThatIsStillCopied_KeepsTheOldUntilItIsWhole()
    {
        using var scorer = Serve(seed: 1);
        var before = scorer.Score(Text);
        _folder.Put(seed: 2);
        var whole = File.ReadAllBytes(_folder.GraphPath);
        File.WriteAllBytes(_folder.GraphPath, whole[..100]);

        Assert.False(scorer.Reload());
        Assert.Contains("model.onnx", scorer.ReloadFailure, StringComparison.Ordinal);
        Assert.Equal(before, scorer.Score(Text));

        File.WriteAllBytes(_folder.GraphPath, whole);
        Assert.True(scorer.Reload());
        Assert.Null(scorer.ReloadFailure);
        Assert.Equal("model-2", scorer.Manifest.Name);
    }

    [Fact]
    public void Reload_BundleThatDoesNotGiveTheTrainersNumbers_IsRejected()
    {
        using var scorer = Serve(seed: 1);
        _folder.Put(seed: 2, golden: """{"text":"good","ids":[0,0,0,0,0,0,0,0,0,0,0,1],"logit":99}"""u8.ToArray());

        Assert.False(scorer.Reload());
        Assert.Contains("golden.jsonl", scorer.ReloadFailure, StringComparison.Ordinal);
        Assert.Equal("model-1", scorer.Manifest.Name);
    }

    [Fact]
    public void Reload_NoBundleThere_KeepsTheOld()
    {
        using var scorer = Serve(seed: 1);
        Directory.Delete(_folder.BundlePath, recursive: true);

        Assert.False(scorer.Reload());
        Assert.Equal(0, scorer.Score("").TokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reload_FortySwapsUnderLoad_EveryResultNamesTheBundleThatMadeIt(bool microBatching)
    {
        const int callers = 4, swaps = 40;
        using var scorer = Serve(seed: 1, options => options.MicroBatching = microBatching);

        // Not to the last bit: texts that are scored together may differ there. Another bundle differs in the first digits.
        var expected = new Dictionary<BundleIdentity, float>();
        foreach (var seed in new[] { 2, 1 })
        {
            _folder.Put(seed);
            Assert.True(scorer.Reload());
            expected[scorer.Bundle] = scorer.Score(Text).Probability;
        }

        using var stop = new CancellationTokenSource();
        var calls = new int[callers];
        var tasks = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Check(scorer.Score(Text));
                Check(await scorer.ScoreAsync(Text));
                Assert.All(scorer.ScoreBatch([Text, Text]), Check);
                var explanation = scorer.Explain(Text);
                Check(explanation.Score);
                Assert.Equal(explanation.Score.Bundle, explanation.Baseline.Bundle);
                var verification = scorer.Verify();
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
            Assert.True(scorer.Reload());
        }

        await stop.CancelAsync();
        await Task.WhenAll(tasks).WaitAsync(Wait.Limit);

        void Check(SentimentScore score) => Assert.Equal(expected[score.Bundle], score.Probability, tolerance: 1e-5);
    }

    [Fact]
    public async Task Reload_WhileAStreamRuns_LeavesTheStreamWithItsBundle()
    {
        using var scorer = Serve(seed: 1);
        var expected = scorer.Score(Text);
        var scores = new List<SentimentScore>();

        await foreach (var score in scorer.ScoreStream(Enumerable.Repeat(Text, 500).ToAsyncEnumerable()))
        {
            if (scores.Count == 0)
            {
                _folder.Put(seed: 2);
                Assert.True(scorer.Reload());
            }

            scores.Add(score);
        }

        // Batches of another size may differ in the last place; the other bundle differs in the first.
        Assert.Equal(500, scores.Count);
        Assert.All(scores, score => Assert.Equal(expected.Probability, score.Probability, tolerance: 1e-6));
        Assert.NotEqual(expected.Probability, scorer.Score(Text).Probability, tolerance: 1e-3);
    }

    [Fact]
    public async Task Host_AnotherBundle_TakesOverByItself()
    {
        var time = new ManualTime();
        _folder.Put(seed: 1);
        using var host = _folder.Host(
            options => options.ReloadInterval = TimeSpan.FromHours(1), services => services.AddSingleton<TimeProvider>(time));
        await host.StartAsync();
        var scorer = host.Services.GetRequiredService<HostedSentimentScorer>();
        _folder.Put(seed: 2);
        Assert.Equal("model-1", scorer.Bundle.Name);

        Assert.Equal(TimeSpan.FromHours(1), await time.FireAsync());

        await Wait.UntilAsync(() => scorer.Bundle.Name == "model-2");
        await host.StopAsync().WaitAsync(Wait.Limit);
    }

    HostedSentimentScorer Serve(int seed, Action<SentimentScorerHostOptions>? configure = null)
    {
        _folder.Put(seed);
        return _folder.Host(configure).Services.GetRequiredService<HostedSentimentScorer>();
    }
}
