using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>Checks classifiers: what serves must reproduce the trainer's numbers, and what is on disk must be fit to start from.</summary>
/// <param name="classifiers">The classifiers and their ids, which the description names when there are several.</param>
sealed class ClassifierHealthCheck(IReadOnlyDictionary<string, HostedTextClassifier> classifiers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var (worst, healthy, problems) = (HealthStatus.Healthy, new List<string>(), new List<string>());
        foreach (var (id, classifier) in classifiers)
        {
            var prefix = classifiers.Count == 1 ? "" : $"{id}: ";
            var (status, description) = await CheckAsync(classifier, context.Registration.FailureStatus, cancellationToken).ConfigureAwait(false);
            worst = status < worst ? status : worst; // Unhealthy is the smallest
            (status is HealthStatus.Healthy ? healthy : problems).Add(prefix + description);
            data[prefix + "model"] = classifier.Bundle.Name;
            data[prefix + "sha256"] = classifier.Bundle.Sha256;
            data[prefix + "executionProvider"] = classifier.ExecutionProvider.ToString();
            data[prefix + "executionProviderReason"] = classifier.ExecutionProviderReason;
        }

        return new HealthCheckResult(worst, string.Join("; ", problems.Count > 0 ? problems : healthy), data: data);
    }

    // The result carries no exception, because the health check service logs exceptions with their stack at every probe.
    static async Task<(HealthStatus Status, string Description)> CheckAsync(
        HostedTextClassifier classifier, HealthStatus failureStatus, CancellationToken cancellationToken)
    {
        try
        {
            var (bundle, result) = await Task.Run(() => classifier.VerifyLoaded(cancellationToken), cancellationToken).ConfigureAwait(false);
            var description = LoadedBundle.Describe(result);
            if (result is { Count: > 0 } && !result.Passes())
            {
                return (failureStatus, description);
            }

            var problem = await Task.Run(() => classifier.ProblemOnDiskAsync(bundle, cancellationToken), cancellationToken).ConfigureAwait(false);
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
