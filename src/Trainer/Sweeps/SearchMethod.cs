namespace RnnToolkit.Trainer.Sweeps;

/// <summary>How a sweep chooses what its trials train with.</summary>
public enum SearchMethod
{
    /// <summary>All points of a grid.</summary>
    Grid,

    /// <summary>Points drawn at random.</summary>
    Random,

    /// <summary>Points that the results so far make likely: a tree-structured Parzen estimator.</summary>
    Bayesian,
}
