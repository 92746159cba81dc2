using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Inference.Hosting.Tests;

public sealed class TelemetryTests : IDisposable
{
    readonly BundleFolder _folder = new();
    readonly IHost _host;
    readonly HostedTextClassifier _classifier;

    public TelemetryTests()
    {
        _folder.Put(seed: 1);
        _host = _folder.Host();
        _classifier = _host.Services.GetRequiredService<HostedTextClassifier>();
    }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Meter_Calls_CountsTextsByLabelAndStatus()
    {
        using var measurements = new Measurements(_host);
        _classifier.ClassifyBatch(["good", "", "xyzzy"]);
        _classifier.Classify("good");

        var texts = measurements.Of("rnntoolkit.classifier.texts");
        Assert.Equal(4, texts.Sum(measurement => measurement.Value));
        Assert.Equal(["all_unknown", "empty", "ok", "ok"], texts.Select(measurement => measurement.Tags["status"]).Order());
        Assert.All(texts, measurement => Assert.Equal("model-1", measurement.Tags["model"]));
        Assert.Equal([3, 1], measurements.Of("rnntoolkit.classifier.batch.size").Select(measurement => measurement.Value));
        Assert.Equal(["classify_batch", "classify"], measurements.Of("rnntoolkit.classifier.duration").Select(measurement => measurement.Tags["operation"]));
        Assert.All(measurements.Of("rnntoolkit.classifier.duration"), measurement => Assert.True(measurement.Value > 0));
    }

    [Fact]
    public async Task Meter_FailuresCancellationsAndReloads_AreCounted()
    {
        using var measurements = new Measurements(_host);
        Assert.Throws<ArgumentException>(() => _classifier.ClassifyBatch([null!]));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _classifier.ClassifyAsync("good", new CancellationToken(canceled: true)));
        _folder.Put(seed: 2);
        var whole = File.ReadAllBytes(_folder.GraphPath);
        File.WriteAllBytes(_folder.GraphPath, []);
        _classifier.Reload();
        _classifier.Reload(); // rejected again for the same reason: not news
        File.WriteAllBytes(_folder.GraphPath, whole);
        _classifier.Reload();

        Assert.Equal(["System.ArgumentException"], measurements.Of("rnntoolkit.classifier.failures").Select(measurement => measurement.Tags["error.type"]));
        Assert.Equal(["classify"], measurements.Of("rnntoolkit.classifier.cancellations").Select(measurement => measurement.Tags["operation"]));
        Assert.Equal(["rejected", "loaded"], measurements.Of("rnntoolkit.classifier.reloads").Select(measurement => measurement.Tags["outcome"]));
    }

    [Fact]
    public async Task Meter_MicroBatches_AreMeasuredAsTheyWereScored()
    {
        using var host = _folder.Host(options => options.MicroBatching = true);
        using var measurements = new Measurements(host);
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => classifier.ClassifyAsync("good film"))).WaitAsync(Wait.Limit);
        await classifier.DisposeAsync();

        var batches = measurements.Of("rnntoolkit.classifier.batch.size");
        Assert.Equal(2000, batches.Sum(batch => batch.Value));
        Assert.InRange(batches.Count, 2000 / 64, 1999); // one worker takes what waits, up to 64 texts
        Assert.All(batches, batch => Assert.InRange(batch.Value, 1, 64));
        Assert.Equal(2000, measurements.Of("rnntoolkit.classifier.duration").Count);
        Assert.Equal(2000, measurements.Of("rnntoolkit.classifier.texts").Sum(texts => texts.Value));
        var queue = measurements.Of("rnntoolkit.classifier.queue.length");
        Assert.Equal((2000, 2000), (queue.Count(change => change.Value == 1), queue.Count(change => change.Value == -1)));
    }

    [Fact]
    public void ActivitySource_Calls_SayWhatRan()
    {
        var activities = new List<Activity>();
        using var parent = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TextClassifierTelemetry.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == parent.TraceId) // other tests run at the same time
                {
                    activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        _classifier.ClassifyBatch(["good", "bad"]);
        Assert.Throws<ArgumentException>(() => _classifier.ClassifyBatch([null!]));

        Assert.Equal(["classify_batch", "classify_batch"], activities.Select(activity => activity.OperationName));
        Assert.Equal(("model-1", 2, "Cpu"), (
            activities[0].GetTagItem("model"), activities[0].GetTagItem("texts"), activities[0].GetTagItem("execution_provider")));
        Assert.Equal(ActivityStatusCode.Error, activities[1].Status);
    }

    sealed record Measurement(double Value, IReadOnlyDictionary<string, object?> Tags);

    /// <summary>What the meter of one host reports; other tests have meters of the same name.</summary>
    sealed class Measurements : IDisposable
    {
        readonly ConcurrentQueue<(string Instrument, Measurement Measurement)> _all = [];
        readonly MeterListener _listener = new();

        public Measurements(IHost host)
        {
            var meters = host.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TextClassifierTelemetry.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public List<Measurement> Of(string instrument) => [.. _all.Where(item => item.Instrument == instrument).Select(item => item.Measurement)];

        public void Dispose() => _listener.Dispose();

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _all.Enqueue((instrument.Name, new Measurement(value, new Dictionary<string, object?>(tags.ToArray()))));
    }
}
