namespace RnnToolkit.Runs;

/// <summary>How often a label occurs.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Train">Texts to train and validate with.</param>
/// <param name="Test">Texts of the test set.</param>
public sealed record LabelCount(string Label, int Train, int Test);
