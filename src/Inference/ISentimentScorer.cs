using RnnToolkit.Bundle;

namespace RnnToolkit.Inference;

/// <summary>
/// What a scorer does, for code that takes one as a dependency: implemented by <see cref="SentimentScorer"/>, by the scorer of
/// RnnToolkit.Inference.Hosting, and by the stand-ins of an app's tests.
/// </summary>
/// <remarks>
/// Implementations are safe for use from several threads. Every result carries the <see cref="BundleIdentity"/> of the bundle that made
/// it. Trust that rather than <see cref="Bundle"/> and <see cref="Manifest"/>: a hosted scorer may switch to another bundle between two calls.
/// </remarks>
public interface ISentimentScorer
{
    /// <inheritdoc cref="SentimentScorer.Bundle"/>
    BundleIdentity Bundle { get; }

    /// <inheritdoc cref="SentimentScorer.Manifest"/>
    BundleManifest Manifest { get; }

    /// <inheritdoc cref="SentimentScorer.ExecutionProvider"/>
    ExecutionProvider ExecutionProvider { get; }

    /// <inheritdoc cref="SentimentScorer.ExecutionProviderReason"/>
    string ExecutionProviderReason { get; }

    /// <inheritdoc cref="SentimentScorer.Score(string)"/>
    SentimentScore Score(string text);

    /// <inheritdoc cref="SentimentScorer.ScoreAsync"/>
    Task<SentimentScore> ScoreAsync(string text, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SentimentScorer.ScoreBatch"/>
    SentimentScore[] ScoreBatch(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SentimentScorer.ScoreBatchAsync"/>
    Task<SentimentScore[]> ScoreBatchAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SentimentScorer.ScoreStream(IAsyncEnumerable{string}, CancellationToken)"/>
    IAsyncEnumerable<SentimentScore> ScoreStream(IAsyncEnumerable<string> texts, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SentimentScorer.Encode"/>
    TextEncoding Encode(string text);

    /// <inheritdoc cref="SentimentScorer.Explain"/>
    Explanation Explain(string text, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SentimentScorer.Verify(CancellationToken)"/>
    VerificationResult Verify(CancellationToken cancellationToken = default);
}
