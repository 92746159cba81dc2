namespace RnnToolkit.Trainer.Sweeps;

/// <summary>A trial that belongs to this worker until the claim is released, or lost.</summary>
/// <param name="trial">The name of the trial.</param>
/// <param name="generation">The number of the claim among those of the trial, from 1.</param>
/// <param name="release">Gives the trial back.</param>
sealed class TrialClaim(string trial, int generation, Action<TrialClaim> release) : IDisposable
{
    readonly CancellationTokenSource _lost = new();

    /// <summary>The name of the trial.</summary>
    public string Trial => trial;

    /// <summary>The number of the claim among those of the trial, from 1.</summary>
    public int Generation => generation;

    /// <summary>Cancelled when another worker has taken the trial.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Says that another worker has taken the trial.</summary>
    public void Lose() => _lost.Cancel();

    /// <summary>Gives the trial back. A claim that a killed worker did not release is found to be a dead one's.</summary>
    public void Release() => release(this);

    /// <inheritdoc/>
    public void Dispose() => _lost.Dispose();
}
