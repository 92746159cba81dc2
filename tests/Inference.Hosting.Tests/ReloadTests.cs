using Microsoft.Extensions.DependencyInjection;

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
    public void Reload_BundleThatDoesNotGiveTheTrainersNumbers_IsRefused()
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

    [Fact]
    public async Task Reload_WhileOthersScore_MissesNoCall()
    {
        using var scorer = Serve(seed: 1);
        var expected = new Dictionary<string, float>();
        foreach (var seed in new[] { 2, 1 })
        {
            _folder.Put(seed);
            scorer.Reload();
            expected[scorer.Manifest.Name] = scorer.Score(Text).Probability;
        }

        using var stop = new CancellationTokenSource();
        using var started = new CountdownEvent(4);
        var callers = Enumerable.Range(0, started.InitialCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                Assert.Contains(scorer.Score(Text).Probability, expected.Values);
                started.Signal();
                while (!stop.IsCancellationRequested)
                {
                    Assert.Contains(scorer.Score(Text).Probability, expected.Values);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        started.Wait();
        for (var i = 0; i < 20; i++)
        {
            _folder.Put(seed: 2 - (i % 2));
            Assert.True(scorer.Reload());
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
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
        _folder.Put(seed: 1);
        using var host = _folder.Host(options => options.ReloadInterval = TimeSpan.FromMilliseconds(10));
        await host.StartAsync();
        var scorer = host.Services.GetRequiredService<HostedSentimentScorer>();

        _folder.Put(seed: 2);
        while (scorer.Manifest.Name != "model-2")
        {
            await Task.Delay(10);
        }

        await host.StopAsync();
    }

    HostedSentimentScorer Serve(int seed)
    {
        _folder.Put(seed);
        return _folder.Host().Services.GetRequiredService<HostedSentimentScorer>();
    }
}
