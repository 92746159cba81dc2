using System.Diagnostics;

namespace RnnToolkit.Datasets.Rows;

/// <summary>File names and display names of the formats.</summary>
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

    /// <summary>The format inferred from a file name, without a final <c>.gz</c>; null when the extension is unknown.</summary>
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

    /// <summary>The display name.</summary>
    public static string DisplayName(this RowFormat format) => format switch
    {
        RowFormat.Csv => "CSV",
        RowFormat.Tsv => "TSV",
        RowFormat.JsonLines => "JSON Lines",
        RowFormat.Lines => "text lines",
        _ => throw new UnreachableException(),
    };
}
