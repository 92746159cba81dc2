using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Hosting.Tests;

/// <summary>A directory in which bundles come and go.</summary>
public sealed class BundleFolder : IDisposable
{
    readonly TempDirectory _directory = new();

    public string BundlePath => _directory["bundle"];

    public string GraphPath => Path.Combine(BundlePath, ModelBundle.GraphFile);

    /// <summary>Puts a bundle there, named after its seed, which is another model for every seed.</summary>
    public TinyBundle Put(int seed, byte[]? golden = null)
    {
        var bundle = new TinyBundle(seed: seed);
        bundle.Write(BundlePath, change: manifest => manifest with { Name = NameOf(seed) }, golden: golden);
        return bundle;
    }

    public static string NameOf(int seed) => $"model-{seed}";

    /// <summary>A host that serves the bundle.</summary>
    public IHost Host(Action<TextClassifierHostOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddTextClassifier(options =>
        {
            options.BundlePath = BundlePath;
            options.ReloadInterval = TimeSpan.Zero; // tests reload when they say so
            configure?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    public void Dispose() => _directory.Dispose();
}
