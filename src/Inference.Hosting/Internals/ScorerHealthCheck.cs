using Microsoft.Extensions.Diagnostics.HealthChecks;
using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>Scores the golden texts: what serves must give the trainer's numbers.</summary>
sealed class ScorerHealthCheck(HostedSentimentScorer scorer) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["model"] = scorer.Manifest.Name,
            ["executionProvider"] = scorer.ExecutionProvider.ToString(),
            ["executionProviderReason"] = scorer.ExecutionProviderReason,
        };
        if (scorer.ReloadFailure is { } failure)
        {
            return HealthCheckResult.Degraded($"a newer bundle was refused: {failure}", data: data);
        }

        try
        {
            var result = await Task.Run(() => scorer.Verify(cancellationToken), cancellationToken).ConfigureAwait(false);
            var description = LoadedBundle.Describe(result);
            return result.Passes()
                ? HealthCheckResult.Healthy(description, data)
                : new HealthCheckResult(context.Registration.FailureStatus, description, data: data);
        }
        catch (BundleFormatException exception)
        {
            // The golden texts on disk are another bundle's now; the next reload takes or refuses it.
            return HealthCheckResult.Degraded(exception.Message, exception, data);
        }
    }
}
