namespace RnnToolkit.Datasets;

/// <summary>How the rows of a CSV, TSV or JSON Lines file are read. Not used for review folders and archives.</summary>
public sealed record DatasetOptions
{
    /// <summary>The column, or JSON property, with the text.</summary>
    public string TextColumn { get; init; } = "text";

    /// <summary>The column with the label; null reads no labels.</summary>
    public string? LabelColumn { get; init; } = "label";

    /// <summary>The column with an id; where the file has none, rows are numbered from 1.</summary>
    public string? IdColumn { get; init; } = "id";

    /// <summary>Whether every row must have a label. When it is off, the column may be missing and its fields may be empty.</summary>
    public bool RequireLabels { get; init; } = true;

    /// <summary>The labels that are accepted; a row with another one is a <see cref="Rows.RowFaultKind.BadLabel"/>.</summary>
    public AcceptedLabels AcceptedLabels { get; init; } = AcceptedLabels.Any;

    /// <summary>What a quote means in CSV and TSV.</summary>
    public Quoting Quoting { get; init; } = Quoting.Rfc4180;
}
