namespace RnnToolkit.Datasets;

/// <summary>How the rows of a CSV, TSV or JSON Lines file are read. Review folders and archives use <see cref="RequireLabels"/> alone.</summary>
public sealed record DatasetOptions
{
    /// <summary>
    /// The column, or JSON property, with the text. In a table without a header columns are called 1, 2, ...; in JSON <c>a.b</c> is property
    /// <c>b</c> of the object <c>a</c>, unless there is a property with just this name.
    /// </summary>
    public string TextColumn { get; init; } = "text";

    /// <summary>The column with the label; null reads no labels.</summary>
    public string? LabelColumn { get; init; } = "label";

    /// <summary>The column with an id; where the file has none, rows are numbered from 1.</summary>
    public string? IdColumn { get; init; } = "id";

    /// <summary>Further columns whose values rows carry as text, in <see cref="Rows.TextRow.Others"/>; a table must have them.</summary>
    public IReadOnlyList<string> OtherColumns { get; init; } = [];

    /// <summary>Whether every row must have a label. When it is off, the column may be missing and its fields may be empty, and unlabelled reviews are read.</summary>
    public bool RequireLabels { get; init; } = true;

    /// <summary>The labels that are accepted; a row with another one is a <see cref="Rows.RowFaultKind.BadLabel"/>.</summary>
    public AcceptedLabels AcceptedLabels { get; init; } = AcceptedLabels.Any;

    /// <summary>What a quote means in CSV and TSV.</summary>
    public Quoting Quoting { get; init; } = Quoting.Rfc4180;

    /// <summary>What separates the fields of CSV and TSV: comma, semicolon or tab; null infers it from the first line.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether CSV and TSV begin with the names of the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>How characters are stored where no byte order mark says it.</summary>
    public FileEncoding Encoding { get; init; } = FileEncoding.Utf8;

    /// <summary>
    /// Share of bad rows that <see cref="Dataset.Read"/> leaves out, by count and by bytes, 0 to 1; with 0 the first one is an error.
    /// </summary>
    public double MaxErrorRate { get; init; }

    /// <summary>Whether messages name the options of the command line that choose columns.</summary>
    public bool MentionsOptions { get; init; }
}
