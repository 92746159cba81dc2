namespace RnnToolkit.Datasets;

/// <summary>What <c>"</c> means in a CSV or TSV file.</summary>
public enum Quoting
{
    /// <summary>RFC 4180: a field that starts with a quote ends with one; inside, a quote is doubled and line breaks are text.</summary>
    Rfc4180,

    /// <summary>Nothing: a quote is text, and every line is a row.</summary>
    None,
}
