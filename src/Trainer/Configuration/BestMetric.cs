namespace RnnToolkit.Trainer.Configuration;

/// <summary>By which figure of the validation texts the best epoch is chosen.</summary>
public enum BestMetric
{
    /// <summary>The lowest cross entropy.</summary>
    Loss,

    /// <summary>The highest accuracy; of equals the lowest loss.</summary>
    Accuracy,

    /// <summary>The highest mean of the F1 of all classes; of equals the lowest loss.</summary>
    MacroF1,
}
