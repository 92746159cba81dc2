using System.Diagnostics;

namespace RnnToolkit.Inference.Tests;

public sealed class ThreadSafetyTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    const int ThreadCount = 32;

    // Far longer than anything here takes on a busy machine: a failure ends instead of hanging.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void Score_TenThousandCallsFromManyThreads_AreTheSequentialOnesBitForBit()
    {
        var texts = ScorerFixture.Texts(seed: 6, count: 10_000, maxWords: 15);
        var expected = texts.Select(text => fixture.Scorer.Score(text)).ToArray();
        var actual = new SentimentScore[texts.Length];

        OnThreads(thread =>
        {
            for (var i = thread; i < texts.Length; i += ThreadCount)
            {
                actual[i] = fixture.Scorer.Score(texts[i]);
            }
        });

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void ScoreBatch_MixedSizesFromManyThreads_AreTheSequentialOnesBitForBit()
    {
        var lists = Enumerable.Range(0, 200).Select(i => ScorerFixture.Texts(seed: i, count: i % 70)).ToArray();
        var expected = lists.Select(list => fixture.Scorer.ScoreBatch(list)).ToArray();
        var actual = new SentimentScore[lists.Length][];

        OnThreads(thread =>
        {
            for (var i = thread; i < lists.Length; i += ThreadCount)
            {
                actual[i] = fixture.Scorer.ScoreBatch(lists[i]);
            }
        });

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Dispose_WhileOthersScore_LetsThemFinish()
    {
        var scorer = SentimentScorer.Load(fixture.BundlePath);
        var expected = scorer.Score("good film");
        using var allScored = new CountdownEvent(ThreadCount);

        OnThreads(thread =>
        {
            Assert.Equal(expected, scorer.Score("good film"));
            allScored.Signal();
            if (thread == 0)
            {
                Assert.True(allScored.Wait(s_limit));
                scorer.Dispose();
            }

            // Every call gives the score or says that it came too late, and in the end all come too late.
            Assert.Throws<ObjectDisposedException>(ScoreForever);
        });

        void ScoreForever()
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_limit;)
            {
                Assert.Equal(expected, scorer.Score("good film"));
            }
        }
    }

    [Fact]
    public void Dispose_Twice_IsFine()
    {
        var scorer = SentimentScorer.Load(fixture.BundlePath);
        scorer.Dispose();
        scorer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scorer.Score("good"));
        Assert.Throws<ObjectDisposedException>(() => scorer.ScoreBatch(["good"]));
        Assert.Throws<ObjectDisposedException>(() => scorer.ScoreBatch([]));
        Assert.Equal("tiny-gru1", scorer.Manifest.Name);
    }

    static void OnThreads(Action<int> action)
    {
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, ThreadCount).Select(index => new Thread(() =>
        {
            try
            {
                action(index);
            }
            catch (Exception exception)
            {
                lock (failures)
                {
                    failures.Add(exception);
                }
            }
        })
        { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(s_limit)));
        Assert.Empty(failures);
    }
}
