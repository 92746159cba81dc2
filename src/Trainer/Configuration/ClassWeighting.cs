namespace RnnToolkit.Trainer.Configuration;

/// <summary>How much the texts of each class count in the training loss.</summary>
public enum ClassWeighting
{
    /// <summary>All alike.</summary>
    None,

    /// <summary>Inversely to the number of training texts of their class, so that all classes count alike.</summary>
    Balanced,
}
