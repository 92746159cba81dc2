using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>The instruments of one scorer.</summary>
sealed class Telemetry
{
    static readonly ActivitySource s_activities = new(SentimentScorerTelemetry.ActivitySourceName, typeof(Telemetry).Assembly.GetName().Version?.ToString());

    readonly Counter<long> _texts;
    readonly Counter<long> _failures;
    readonly Counter<long> _reloads;
    readonly Histogram<double> _duration;
    readonly Histogram<int> _batchSize;

    public Telemetry(IMeterFactory meters)
    {
        var meter = meters.Create(SentimentScorerTelemetry.MeterName, typeof(Telemetry).Assembly.GetName().Version?.ToString());
        _texts = meter.CreateCounter<long>("rnntoolkit.scorer.texts", "{text}", "Scored texts.");
        _failures = meter.CreateCounter<long>("rnntoolkit.scorer.failures", "{call}", "Calls that failed or were cancelled.");
        _reloads = meter.CreateCounter<long>("rnntoolkit.scorer.reloads", "{reload}", "Bundles that took the place of another one, or were refused.");
        _duration = meter.CreateHistogram<double>("rnntoolkit.scorer.duration", "s", "Duration of a call.");
        _batchSize = meter.CreateHistogram<int>("rnntoolkit.scorer.batch.size", "{text}", "Texts of a call.");
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

    public void Count(string model, in SentimentScore score)
    {
        if (_texts.Enabled)
        {
            _texts.Add(1, new("model", model), new("label", score.Label), new("status", score.Status.ToString()));
        }
    }

    public void Reloaded(bool loaded) => _reloads.Add(1, new KeyValuePair<string, object?>("outcome", loaded ? "loaded" : "refused"));

    void Succeeded<T>(Activity? activity, string operation, int texts, long start, Scored<T> scored)
    {
        _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new("model", scored.Model), new("operation", operation));
        _batchSize.Record(texts, new KeyValuePair<string, object?>("model", scored.Model));
        activity?.SetTag("model", scored.Model).SetTag("texts", texts).SetTag("execution_provider", scored.Provider.ToString());
    }

    void Failed(Activity? activity, string operation, Exception exception)
    {
        _failures.Add(1, new("operation", operation), new("error.type", exception.GetType().FullName));
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
    }
}

/// <summary>A result and who gave it.</summary>
readonly record struct Scored<T>(T Result, string Model, ExecutionProvider Provider);
