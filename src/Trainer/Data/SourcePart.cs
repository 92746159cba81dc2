using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Data;

/// <summary>The texts of one part of a corpus as they were read.</summary>
/// <param name="Part"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Data">Where they come from.</param>
/// <param name="PartOfData">Which of its parts; null for all of it.</param>
/// <param name="Texts">The texts, also those that the labels leave out.</param>
sealed record SourcePart(string Part, Dataset Data, DatasetPart? PartOfData, IReadOnlyList<LabeledText> Texts);
