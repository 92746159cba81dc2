using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Internals;

/// <summary>The model of a bundle, loaded and tested, on whatever computes it. Thread-safe.</summary>
abstract class ClassifierSession(ExecutionProvider provider, string reason) : IDisposable
{
    /// <summary>What computes.</summary>
    public ExecutionProvider Provider => provider;

    /// <summary>Why this provider was chosen.</summary>
    public string ProviderReason => reason;

    /// <summary>The width of length buckets that was asked for; 0 where the model must read padding.</summary>
    public int LengthBucketWidth { get; protected set; }

    /// <summary>Loads the model on the provider that was asked for, or on the CPU where that may be.</summary>
    public static ClassifierSession Open(ModelBundle bundle, string directory, TextClassifierOptions options)
    {
        GraphContract.Check(bundle.Manifest, Path.Combine(directory, ModelBundle.ManifestFile));
        return options.ExecutionProvider is ExecutionProvider.Managed
            ? ManagedSession.Open(bundle, directory, options)
            : OnnxSession.Open(bundle, directory, options);
    }

    /// <summary>Reads the ids and writes logits and probabilities of <paramref name="buffer"/>.</summary>
    /// <exception cref="InvalidOperationException">The model could not score them.</exception>
    public abstract void Run(BatchBuffer buffer);

    public abstract void Dispose();
}
