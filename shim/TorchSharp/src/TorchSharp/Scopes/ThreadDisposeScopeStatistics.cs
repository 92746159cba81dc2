namespace TorchSharp;

/// <summary>What <see cref="DisposeScopeManager.Statistics"/> counts for the current thread.</summary>
public class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();
}
