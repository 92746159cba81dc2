using Microsoft.Extensions.Hosting;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>Loads classifiers before the host starts, so that a broken bundle fails the deployment, and then looks for new bundles.</summary>
/// <remarks>
/// It polls the file system instead of listening to it: a directory that is renamed into place, a symbolic link that is switched, and a
/// network drive raise no event that can be relied on, and a manifest is two kilobytes.
/// </remarks>
sealed class BundleWatcher(Func<IEnumerable<HostedTextClassifier>> classifiers, Func<TimeSpan> interval, TimeProvider time) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _ = classifiers();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (interval() == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval(), time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            foreach (var classifier in classifiers())
            {
                classifier.Reload(stoppingToken);
            }
        }
    }
}
