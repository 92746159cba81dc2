namespace RnnToolkit.Datasets;

/// <summary>One text of a data set.</summary>
/// <param name="Id">
/// The id column; without one, the row number, from 1. For review folders and archives the path below the root, such as <c>train/pos/0_9.txt</c>.
/// </param>
/// <param name="Text">The raw text.</param>
/// <param name="Label">As the data writes it, without surrounding white space; null only when <see cref="DatasetOptions.RequireLabels"/> is off and the text has no label.</param>
/// <param name="Part">The part it belongs to.</param>
public sealed record LabeledText(string Id, string Text, string? Label, DatasetPart Part);
