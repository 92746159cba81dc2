namespace RnnToolkit.Search;

/// <summary>Proposes what the trials of a search train with.</summary>
/// <remarks>A proposal follows from the arguments of <see cref="Propose"/> and of the constructor alone, so that a search can be interrupted.</remarks>
public abstract class Sampler
{
    /// <summary>The values of a trial.</summary>
    /// <param name="trial">The number of the trial, from 0.</param>
    /// <param name="finished">The results so far, in the order of their trials.</param>
    /// <param name="taken">The values of all trials that have some, finished or not.</param>
    /// <returns>Null when nothing is left to try.</returns>
    public abstract SearchPoint? Propose(int trial, IReadOnlyList<SearchResult> finished, IReadOnlySet<SearchPoint> taken);
}
