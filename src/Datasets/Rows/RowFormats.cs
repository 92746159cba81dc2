using System.Diagnostics;

namespace RnnToolkit.Datasets.Rows;

/// <summary>File names and names for people of the formats.</summary>
public static class RowFormats
{
    /// <summary>Ending of a compressed file.</summary>
    public const string GzipExtension = ".gz";

    static readonly (string Extension, RowFormat Format)[] s_extensions =
    [
        (".csv", RowFormat.Csv),
        (".tsv", RowFormat.Tsv),
        (".jsonl", RowFormat.JsonLines),
        (".ndjson", RowFormat.JsonLines),
        (".txt", RowFormat.Lines),
    ];

    /// <summary>The format that a file name tells, a final <c>.gz</c> aside; null when it tells none.</summary>
    public static RowFormat? OfFileName(string path)
    {
        var name = IsGzip(path) ? path[..^GzipExtension.Length] : path;
        foreach (var (extension, format) in s_extensions)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Whether the name ends in <c>.gz</c>.</summary>
    public static bool IsGzip(string path) => path.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name for people.</summary>
    public static string DisplayName(this RowFormat format) => format switch
    {
        RowFormat.Csv => "CSV",
        RowFormat.Tsv => "TSV",
        RowFormat.JsonLines => "JSON Lines",
        RowFormat.Lines => "text lines",
        _ => throw new UnreachableException(),
    };
}
