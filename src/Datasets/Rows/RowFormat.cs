namespace RnnToolkit.Datasets.Rows;

/// <summary>How a file of rows is written.</summary>
public enum RowFormat
{
    /// <summary>Comma-separated values with a header (RFC 4180).</summary>
    Csv,

    /// <summary>Tab-separated values with a header, quoted as CSV.</summary>
    Tsv,

    /// <summary>A JSON object per line.</summary>
    JsonLines,

    /// <summary>A text per line, nothing else.</summary>
    Lines,
}
