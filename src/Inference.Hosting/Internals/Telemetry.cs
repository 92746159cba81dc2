using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>The instruments of one classifier.</summary>
sealed class Telemetry
{
    static readonly string? s_version = typeof(Telemetry).Assembly.GetName().Version?.ToString();
    static readonly ActivitySource s_activities = new(TextClassifierTelemetry.ActivitySourceName, s_version);

    readonly KeyValuePair<string, object?> _classifier;
    readonly Counter<long> _texts;
    readonly Counter<long> _failures;
    readonly Counter<long> _cancellations;
    readonly Counter<long> _reloads;
    readonly Histogram<double> _duration;
    readonly Histogram<int> _batchSize;
    readonly UpDownCounter<int> _queueLength;

    public Telemetry(IMeterFactory meters, string classifierName)
    {
        _classifier = new("classifier", classifierName);
        var meter = meters.Create(TextClassifierTelemetry.MeterName, s_version);
        _texts = meter.CreateCounter<long>("rnntoolkit.classifier.texts", "{text}", "Scored texts.");
        _failures = meter.CreateCounter<long>("rnntoolkit.classifier.failures", "{call}", "Calls that failed.");
        _cancellations = meter.CreateCounter<long>("rnntoolkit.classifier.cancellations", "{call}", "Calls that were cancelled.");
        _reloads = meter.CreateCounter<long>("rnntoolkit.classifier.reloads", "{reload}", "New bundles that were loaded or rejected.");
        _duration = meter.CreateHistogram<double>("rnntoolkit.classifier.duration", "s", "Duration of a call.");
        _batchSize = meter.CreateHistogram<int>("rnntoolkit.classifier.batch.size", "{text}", "Texts that were scored together.");
        _queueLength = meter.CreateUpDownCounter<int>("rnntoolkit.classifier.queue.length", "{text}", "Texts that wait for a micro-batch.");
    }

    /// <summary>Runs a call under an activity and counts it.</summary>
    public async Task<T> MeasureAsync<T>(string operation, int texts, Func<Task<Scored<T>>> run)
    {
        using var activity = s_activities.StartActivity(operation);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var scored = await run().ConfigureAwait(false);
            Succeeded(activity, operation, texts, start, scored);
            return scored.Result;
        }
        catch (Exception exception)
        {
            Failed(activity, operation, exception);
            throw;
        }
    }

    /// <inheritdoc cref="MeasureAsync"/>
    public T Measure<T>(string operation, int texts, Func<Scored<T>> run)
    {
        using var activity = s_activities.StartActivity(operation);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var scored = run();
            Succeeded(activity, operation, texts, start, scored);
            return scored.Result;
        }
        catch (Exception exception)
        {
            Failed(activity, operation, exception);
            throw;
        }
    }

    public void Scored(in Prediction prediction)
    {
        if (_texts.Enabled)
        {
            _texts.Add(1, new("model", prediction.Bundle.Name), new("label", prediction.Label), new("status", prediction.Status.Name()));
        }
    }

    /// <summary>Records texts that were given to the model in one call.</summary>
    public void ScoredBatch(BundleIdentity bundle, ReadOnlySpan<Prediction> predictions)
    {
        _batchSize.Record(predictions.Length, new KeyValuePair<string, object?>("model", bundle.Name));
        foreach (ref readonly var prediction in predictions)
        {
            Scored(prediction);
        }
    }

    public void QueueChanged(int texts) => _queueLength.Add(texts, _classifier);

    public void Reloaded(bool loaded) => _reloads.Add(1, new("outcome", loaded ? "loaded" : "rejected"), _classifier);

    void Succeeded<T>(Activity? activity, string operation, int texts, long start, Scored<T> scored)
    {
        _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new("model", scored.Bundle.Name), new("operation", operation));
        activity?.SetTag("model", scored.Bundle.Name).SetTag("texts", texts).SetTag("execution_provider", scored.Provider.ToString());
    }

    void Failed(Activity? activity, string operation, Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            _cancellations.Add(1, new("operation", operation), _classifier);
        }
        else
        {
            _failures.Add(1, new("operation", operation), new("error.type", exception.GetType().FullName), _classifier);
        }

        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
    }
}

/// <summary>A result and what computed it.</summary>
readonly record struct Scored<T>(T Result, BundleIdentity Bundle, ExecutionProvider Provider);
