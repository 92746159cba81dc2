using System.Net.Http.Headers;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.WebApi.Csv;

/// <summary>A kind of table that is taken and given.</summary>
sealed record TableFormat(string MediaType, string Extension, RowFormat Rows, char Delimiter)
{
    public static IReadOnlyList<TableFormat> All { get; } =
    [
        new("text/csv", ".csv", RowFormat.Csv, ','),
        new("text/tab-separated-values", ".tsv", RowFormat.Tsv, '\t'),
    ];

    /// <summary>The format that a Content-Type names; null when it names none.</summary>
    public static TableFormat? Of(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        ? All.FirstOrDefault(format => format.MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))
        : null;
}
