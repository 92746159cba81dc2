namespace RnnToolkit.Runs;

/// <summary>Weights of a model in the course of its training.</summary>
public enum WeightState
{
    /// <summary>Fresh, as the training starts with them.</summary>
    Untrained,

    /// <summary>Those of the best checkpoint.</summary>
    Trained,
}
