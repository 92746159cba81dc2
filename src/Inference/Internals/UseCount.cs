namespace RnnToolkit.Inference.Internals;

/// <summary>Counts the calls that use a native resource, so that it is released once: after Close, when the last call ends.</summary>
sealed class UseCount(Action release)
{
    // The owner counts as one use, which Close ends.
    int _uses = 1;
    int _closed;

    /// <summary>Begins a use.</summary>
    /// <exception cref="ObjectDisposedException">The resource was closed.</exception>
    public Use Enter(object owner)
    {
        ObjectDisposedException.ThrowIf(!TryEnter(out var use), owner);
        return use;
    }

    /// <summary>Begins a use; false when the resource was closed.</summary>
    public bool TryEnter(out Use use)
    {
        // Only a count that is not yet zero may grow, or a call could enter while the last one releases.
        var uses = Volatile.Read(ref _uses);
        while (uses > 0 && Volatile.Read(ref _closed) == 0)
        {
            var seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                use = new Use(this);
                return true;
            }

            uses = seen;
        }

        use = default;
        return false;
    }

    /// <summary>Rejects further uses; releases now if there is none.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Leave();
        }
    }

    void Leave()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            release();
        }
    }

    /// <summary>One use; ends when disposed.</summary>
    internal readonly struct Use(UseCount count) : IDisposable
    {
        public void Dispose() => count.Leave();
    }
}
