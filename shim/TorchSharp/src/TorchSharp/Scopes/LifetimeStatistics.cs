namespace TorchSharp;

/// <summary>How many objects of one kind this thread made and disposed, in and outside scopes.</summary>
public class LifetimeStatistics
{
    public long CreatedInScopeCount { get; internal set; }
    public long CreatedOutsideScopeCount { get; internal set; }
    public long DisposedInScopeCount { get; internal set; }
    public long DisposedOutsideScopeCount { get; internal set; }
    public long AttachedToScopeCount { get; internal set; }
    public long DetachedFromScopeCount { get; internal set; }

    public long ThreadTotalLiveCount => CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    public void Reset()
    {
        CreatedInScopeCount = CreatedOutsideScopeCount = 0;
        DisposedInScopeCount = DisposedOutsideScopeCount = 0;
        AttachedToScopeCount = DetachedFromScopeCount = 0;
    }

    public override string ToString() =>
        $"live: {ThreadTotalLiveCount}, created in scope: {CreatedInScopeCount}, outside: {CreatedOutsideScopeCount}, "
        + $"disposed in scope: {DisposedInScopeCount}, outside: {DisposedOutsideScopeCount}, "
        + $"attached: {AttachedToScopeCount}, detached: {DetachedFromScopeCount}";
}
