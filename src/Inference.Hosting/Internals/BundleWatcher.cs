using Microsoft.Extensions.Hosting;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>Loads the scorer before the host starts, so that a broken bundle fails the deployment, and then looks for newer bundles.</summary>
/// <remarks>
/// It asks the file system again and again instead of listening to it: a directory that is renamed into place, a symbolic link that
/// is turned and a network drive raise no event that can be relied on, and a manifest is two kilobytes.
/// </remarks>
sealed class BundleWatcher(Func<HostedSentimentScorer> scorer, Func<TimeSpan> interval) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _ = scorer();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (interval() == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval());
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            scorer().Reload(stoppingToken);
        }
    }
}
