using System.Net.Http.Headers;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.WebApi.Csv;

/// <summary>A format of tables, as they arrive and as they are returned.</summary>
sealed record TableFormat(string MediaType, string Extension, RowFormat Rows, char Delimiter)
{
    public static IReadOnlyList<TableFormat> All { get; } =
    [
        new("text/csv", ".csv", RowFormat.Csv, ','),
        new("text/tab-separated-values", ".tsv", RowFormat.Tsv, '\t'),
    ];

    /// <summary>The format of a Content-Type; null for any other type.</summary>
    public static TableFormat? Of(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        ? All.FirstOrDefault(format => format.MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))
        : null;
}
