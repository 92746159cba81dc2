namespace RnnToolkit.Scorer.Output;

/// <summary>Where output rows go. Disposed without <see cref="Commit"/>, nothing half-written is left under the final name.</summary>
abstract class ScoreOutput : IDisposable
{
    /// <summary>Appends whole rows.</summary>
    /// <param name="rows">Their bytes.</param>
    /// <param name="state">The progress including these rows.</param>
    public abstract void Write(ReadOnlySpan<byte> rows, ScoreState state);

    /// <summary>Makes the output final.</summary>
    public abstract void Commit();

    /// <summary>Keeps the progress for a later process to resume, where that is possible; returns a line that says so, or null.</summary>
    public virtual string? Suspend() => null;

    /// <inheritdoc/>
    public abstract void Dispose();
}
