namespace RnnToolkit.WebApi.Csv;

/// <summary>What is in a scored table.</summary>
/// <param name="Rows">Its rows, the header not counted.</param>
/// <param name="Labels">Rows per predicted label, label 0 first.</param>
/// <param name="Statuses">Rows per status, without those that no row has.</param>
/// <param name="FirstFault">What is wrong with the first row that could not be scored; null when every row could.</param>
sealed record TableSummary(long Rows, IReadOnlyList<LabelCount> Labels, IReadOnlyDictionary<string, long> Statuses, string? FirstFault);

/// <summary>Rows that got a label.</summary>
sealed record LabelCount(string Label, long Rows);
