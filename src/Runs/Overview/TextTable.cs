namespace RnnToolkit.Runs;

/// <summary>A table of text, ready to print.</summary>
/// <param name="Headers">Names of the columns.</param>
/// <param name="Rows">A cell for each column.</param>
/// <param name="TextColumns">How many of the first columns are text; the others are numbers.</param>
public sealed record TextTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, int TextColumns = 1);

/// <summary>A section of a page about runs.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Table">Its table; null without one.</param>
/// <param name="Paragraphs">Sentences after the table.</param>
public sealed record TextSection(string Title, TextTable? Table, params IReadOnlyList<string> Paragraphs);
