namespace RnnToolkit.Scorer.Options;

/// <summary>How scores are written.</summary>
enum OutputFormat
{
    Csv,
    Tsv,
    JsonLines,
}
