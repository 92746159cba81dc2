namespace TorchSharp;

/// <summary>Holds the stack of dispose scopes of one thread.</summary>
public sealed class DisposeScopeManager
{
    [ThreadStatic]
    static DisposeScopeManager? s_current;

    readonly Stack<DisposeScope> _scopes = new();
    readonly ThreadDisposeScopeStatistics _statistics = new();

    DisposeScopeManager() { }

    public static ThreadDisposeScopeStatistics Statistics => Current._statistics;

    internal static DisposeScopeManager Current => s_current ??= new DisposeScopeManager();
    internal LifetimeStatistics TensorStatistics => _statistics.TensorStatistics;

    internal DisposeScope Push()
    {
        var scope = new DisposeScope(this, _scopes.TryPeek(out var outer) ? outer : null);
        _scopes.Push(scope);
        return scope;
    }

    /// <summary>Removes a scope; those opened in it and never disposed go with it.</summary>
    internal void Pop(DisposeScope scope)
    {
        while (_scopes.Contains(scope) && _scopes.Pop() != scope)
        {
        }
    }

    /// <summary>Counts a new tensor and gives it to the innermost scope, if there is one.</summary>
    internal DisposeScope? Register(torch.Tensor tensor)
    {
        if (!_scopes.TryPeek(out var scope))
        {
            TensorStatistics.CreatedOutsideScopeCount++;
            return null;
        }
        TensorStatistics.CreatedInScopeCount++;
        scope.Own(tensor);
        return scope;
    }
}
