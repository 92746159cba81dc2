namespace RnnToolkit.Scorer.Output;

/// <summary>Where output rows go. Disposed without <see cref="Commit"/>, nothing half-written is left under the final name.</summary>
abstract class ScoreOutput : IDisposable
{
    /// <summary>Appends whole rows.</summary>
    /// <param name="rows">Their bytes.</param>
    /// <param name="state">How far the run is with them.</param>
    public abstract void Write(ReadOnlySpan<byte> rows, ScoreState state);

    /// <summary>Makes the output final.</summary>
    public abstract void Commit();

    /// <summary>Keeps what another run can go on with, where that is possible; a line that says so, or null.</summary>
    public virtual string? Suspend() => null;

    /// <inheritdoc/>
    public abstract void Dispose();
}
