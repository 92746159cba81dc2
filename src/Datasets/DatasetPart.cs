namespace RnnToolkit.Datasets;

/// <summary>The two parts of a data set.</summary>
public enum DatasetPart
{
    /// <summary>Texts to learn from.</summary>
    Train,

    /// <summary>Texts to measure with, once.</summary>
    Test,
}
