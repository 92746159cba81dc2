using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>Checks scorers: what serves must reproduce the trainer's numbers, and what is on disk must be fit to start from.</summary>
/// <param name="scorers">The scorers and their ids, which the description names when there are several.</param>
sealed class ScorerHealthCheck(IReadOnlyDictionary<string, HostedSentimentScorer> scorers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var (worst, healthy, problems) = (HealthStatus.Healthy, new List<string>(), new List<string>());
        foreach (var (id, scorer) in scorers)
        {
            var prefix = scorers.Count == 1 ? "" : $"{id}: ";
            var (status, description) = await CheckAsync(scorer, context.Registration.FailureStatus, cancellationToken).ConfigureAwait(false);
            worst = status < worst ? status : worst; // Unhealthy is the smallest
            (status is HealthStatus.Healthy ? healthy : problems).Add(prefix + description);
            data[prefix + "model"] = scorer.Bundle.Name;
            data[prefix + "sha256"] = scorer.Bundle.Sha256;
            data[prefix + "executionProvider"] = scorer.ExecutionProvider.ToString();
            data[prefix + "executionProviderReason"] = scorer.ExecutionProviderReason;
        }

        return new HealthCheckResult(worst, string.Join("; ", problems.Count > 0 ? problems : healthy), data: data);
    }

    // The result carries no exception, because the health check service logs exceptions with their stack at every probe.
    static async Task<(HealthStatus Status, string Description)> CheckAsync(
        HostedSentimentScorer scorer, HealthStatus failureStatus, CancellationToken cancellationToken)
    {
        try
        {
            var (bundle, result) = await Task.Run(() => scorer.VerifyLoaded(cancellationToken), cancellationToken).ConfigureAwait(false);
            var description = LoadedBundle.Describe(result);
            if (result is { Count: > 0 } && !result.Passes())
            {
                return (failureStatus, description);
            }

            var problem = await Task.Run(() => scorer.ProblemOnDiskAsync(bundle, cancellationToken), cancellationToken).ConfigureAwait(false);
            return problem is null
                ? (HealthStatus.Healthy, description)
                : (HealthStatus.Degraded, $"still serving {bundle.Identity.Name}, but the app could not start from the directory now: {problem}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (failureStatus, exception.Message);
        }
    }
}
