namespace TorchSharp;

/// <summary>
/// Disposes the tensors made while it was the innermost scope of its thread, except those moved out or detached.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    readonly DisposeScopeManager _manager;
    readonly DisposeScope? _outer;
    HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);
    bool _disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer) => (_manager, _outer) = (manager, outer);

    public int DisposablesCount => _disposables.Count;

    public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(_outer, disposable);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (_disposables.Remove(disposable))
        {
            Hand(disposable, scope);
        }
        return disposable;
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        if (_disposables.Remove(disposable))
        {
            Hand(disposable, null);
        }
        return disposable;
    }

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor { OwningDisposeScope: { } owner } && owner != this)
        {
            owner._disposables.Remove(disposable);
        }
        Hand(disposable, this);
    }

    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var all = _disposables;
        _disposables = new(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in all)
        {
            if (!_disposables.Contains(disposable))
            {
                disposable.Dispose();
            }
        }
    }

    /// <summary>Takes note of something in the scope that was disposed by hand. Tensors do this themselves.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _disposables.Remove(disposable);
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = null;
            _manager.TensorStatistics.DisposedInScopeCount++;
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        DisposeEverything();
        _manager.Pop(this);
    }

    internal void Own(torch.Tensor tensor) => _disposables.Add(tensor);

    static void Hand(IDisposable disposable, DisposeScope? scope)
    {
        scope?._disposables.Add(disposable);
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = scope;
        }
    }
}
