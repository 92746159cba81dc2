namespace RnnToolkit.Trainer.Data;

/// <summary>One text of a run.</summary>
/// <param name="Id">As in <see cref="Datasets.LabeledText"/>.</param>
/// <param name="Text">The raw text.</param>
/// <param name="Label">The index of its label in <see cref="Corpus.Labels"/>.</param>
sealed record CorpusText(string Id, string Text, int Label);
