using RnnToolkit.Bundle;

namespace RnnToolkit.Inference;

/// <summary>
/// What a classifier does, for code that takes one as a dependency: implemented by <see cref="TextClassifier"/>, by the classifier of
/// RnnToolkit.Inference.Hosting, and by the stand-ins of an app's tests.
/// </summary>
/// <remarks>
/// Implementations are safe for use from several threads. Every result carries the <see cref="BundleIdentity"/> of the bundle that made
/// it. Trust that rather than <see cref="Bundle"/> and <see cref="Manifest"/>: a hosted classifier may switch to another bundle between two calls.
/// </remarks>
public interface ITextClassifier
{
    /// <inheritdoc cref="TextClassifier.Bundle"/>
    BundleIdentity Bundle { get; }

    /// <inheritdoc cref="TextClassifier.Manifest"/>
    BundleManifest Manifest { get; }

    /// <inheritdoc cref="TextClassifier.ExecutionProvider"/>
    ExecutionProvider ExecutionProvider { get; }

    /// <inheritdoc cref="TextClassifier.ExecutionProviderReason"/>
    string ExecutionProviderReason { get; }

    /// <inheritdoc cref="TextClassifier.Classify(string)"/>
    Prediction Classify(string text);

    /// <inheritdoc cref="TextClassifier.ClassifyAsync"/>
    Task<Prediction> ClassifyAsync(string text, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TextClassifier.ClassifyBatch"/>
    Prediction[] ClassifyBatch(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TextClassifier.ClassifyBatchAsync"/>
    Task<Prediction[]> ClassifyBatchAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TextClassifier.ClassifyStream(IAsyncEnumerable{string}, CancellationToken)"/>
    IAsyncEnumerable<Prediction> ClassifyStream(IAsyncEnumerable<string> texts, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TextClassifier.Encode"/>
    TextEncoding Encode(string text);

    /// <inheritdoc cref="TextClassifier.Explain"/>
    Explanation Explain(string text, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TextClassifier.Verify(CancellationToken)"/>
    VerificationResult Verify(CancellationToken cancellationToken = default);
}
