namespace TorchSharp;

/// <summary>How many objects of one kind this thread made and disposed, in and outside scopes.</summary>
public class LifetimeStatistics
{
    public long CreatedInScopeCount { get; internal set; }
    public long CreatedOutsideScopeCount { get; internal set; }
    public long DisposedInScopeCount { get; internal set; }
    public long DisposedOutsideScopeCount { get; internal set; }

    public long ThreadTotalLiveCount => CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;
}
