namespace RnnToolkit.WebApi.Csv;

/// <summary>What a scored table contains.</summary>
/// <param name="Rows">Its rows, without the header.</param>
/// <param name="Labels">Rows per predicted label: of two labels in their order, of more the most frequent ones first.</param>
/// <param name="OtherRows">Rows with labels that are not in the list, which is short enough for a header.</param>
/// <param name="Statuses">Rows per status; statuses without rows are left out.</param>
/// <param name="FirstFault">What is wrong with the first row that could not be scored; null when there is none.</param>
sealed record TableSummary(
    long Rows, IReadOnlyList<LabelCount> Labels, long OtherRows, IReadOnlyDictionary<string, long> Statuses, string? FirstFault);

/// <summary>How many rows got a label.</summary>
sealed record LabelCount(string Label, long Rows);
