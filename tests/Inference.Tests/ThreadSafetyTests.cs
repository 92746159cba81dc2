using System.Diagnostics;

namespace RnnToolkit.Inference.Tests;

public sealed class ThreadSafetyTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    const int ThreadCount = 32;

    // Far longer than anything here takes on a busy machine: a failure ends instead of hanging.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void Classify_TenThousandCallsFromManyThreads_AreTheSequentialOnesBitForBit()
    {
        var texts = ClassifierFixture.Texts(seed: 6, count: 10_000, maxWords: 15);
        var expected = texts.Select(text => fixture.Classifier.Classify(text)).ToArray();
        var actual = new Prediction[texts.Length];

        OnThreads(thread =>
        {
            for (var i = thread; i < texts.Length; i += ThreadCount)
            {
                actual[i] = fixture.Classifier.Classify(texts[i]);
            }
        });

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void ClassifyBatch_MixedSizesFromManyThreads_AreTheSequentialOnesBitForBit()
    {
        var lists = Enumerable.Range(0, 200).Select(i => ClassifierFixture.Texts(seed: i, count: i % 70)).ToArray();
        var expected = lists.Select(list => fixture.Classifier.ClassifyBatch(list)).ToArray();
        var actual = new Prediction[lists.Length][];

        OnThreads(thread =>
        {
            for (var i = thread; i < lists.Length; i += ThreadCount)
            {
                actual[i] = fixture.Classifier.ClassifyBatch(lists[i]);
            }
        });

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Dispose_WhileOthersScore_LetsThemFinish()
    {
        var classifier = TextClassifier.Load(fixture.BundlePath);
        var expected = classifier.Classify("good film");
        using var allScored = new CountdownEvent(ThreadCount);

        OnThreads(thread =>
        {
            Assert.Equal(expected, classifier.Classify("good film"));
            allScored.Signal();
            if (thread == 0)
            {
                Assert.True(allScored.Wait(s_limit));
                classifier.Dispose();
            }

            // Every call gives the score or says that it came too late, and in the end all come too late.
            Assert.Throws<ObjectDisposedException>(ScoreForever);
        });

        void ScoreForever()
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_limit;)
            {
                Assert.Equal(expected, classifier.Classify("good film"));
            }
        }
    }

    [Fact]
    public void Dispose_Twice_IsFine()
    {
        var classifier = TextClassifier.Load(fixture.BundlePath);
        classifier.Dispose();
        classifier.Dispose();

        Assert.Throws<ObjectDisposedException>(() => classifier.Classify("good"));
        Assert.Throws<ObjectDisposedException>(() => classifier.ClassifyBatch(["good"]));
        Assert.Throws<ObjectDisposedException>(() => classifier.ClassifyBatch([]));
        Assert.Equal("tiny-gru1", classifier.Manifest.Name);
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
