using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Hosting.Tests;

/// <summary>Bundles with other labels than two, and with n-grams, are served, measured, checked and replaced like any other.</summary>
public sealed class ManyLabelsTests : IDisposable
{
    const string Text = "good great story, bad ending";

    readonly BundleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Classifier_SixLabels_GivesThemInResultsMetricsAndHealth()
    {
        var bundle = Put("account", "billing", "delivery", "question", "repair", "退货");
        using var host = _folder.Host(services: services => services.AddHealthChecks().AddTextClassifier());
        var labels = new List<object?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "rnntoolkit.classifier.texts" && instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>())
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => labels.Add(tags.ToArray().Single(tag => tag.Key == "label").Value));
        listener.Start();

        var prediction = host.Services.GetRequiredService<ITextClassifier>().Classify(Text);

        var logits = bundle.Logits(Text);
        Assert.Equal(bundle.Labels[Array.IndexOf(logits, logits.Max())], prediction.Label);
        Assert.Equal(bundle.Labels, prediction.Probabilities.Keys);
        Assert.Equal([prediction.Label], labels);
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Entries["text_classifier"].Status);
    }

    [Fact]
    public void Reload_FromTwoLabelsToSix_TakesOver()
    {
        _folder.Put(seed: 1);
        using var host = _folder.Host();
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();
        Assert.Equal(2, classifier.Classify(Text).Probabilities.Count);
        Put("a", "b", "c", "d", "e", "f");

        Assert.True(classifier.Reload());

        Assert.Equal(6, classifier.Classify(Text).Probabilities.Count);
    }

    [Fact]
    public void Options_EveryOptionOfTheClassifier_CanBeSetInTheHost()
    {
        var names = typeof(TextClassifierOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);

        Assert.Subset(typeof(TextClassifierHostOptions).GetProperties().Select(property => property.Name).ToHashSet(), names.ToHashSet());
    }

    [Fact]
    public void KeepProbabilities_Off_ReachesTheClassifier()
    {
        Put("a", "b", "c");
        using var host = _folder.Host(options => options.KeepProbabilities = false);

        Assert.Empty(host.Services.GetRequiredService<ITextClassifier>().Classify(Text).Probabilities);
    }

    TinyBundle Put(params string[] labels)
    {
        var bundle = TinyBundle.General(labels);
        bundle.Write(_folder.BundlePath);
        return bundle;
    }
}
