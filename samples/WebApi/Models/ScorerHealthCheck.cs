using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RnnToolkit.WebApi.Models;

/// <summary>Healthy while every model still scores a text.</summary>
sealed class ScorerHealthCheck(ScorerCatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var scorer in catalog.Scorers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (scorer.Score("A good plot, a dull ending.").Probability is not (>= 0 and <= 1))
            {
                return Task.FromResult(HealthCheckResult.Unhealthy($"{scorer.Manifest.Name} gives no probability"));
            }
        }

        return Task.FromResult(HealthCheckResult.Healthy());
    }
}
