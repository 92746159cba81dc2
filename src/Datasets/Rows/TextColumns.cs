namespace RnnToolkit.Datasets.Rows;

/// <summary>Positions of the columns that are read, found in a header.</summary>
sealed record TextColumns(IReadOnlyList<string> Names, int Text, int? Label, int? Id, IReadOnlyList<int> Others)
{
    /// <summary>Whether the columns that must be there are.</summary>
    public static bool CanFind(IReadOnlyList<string> names, DatasetOptions options) =>
        names.Contains(options.TextColumn) && (!options.RequireLabels || options.LabelColumn is null || names.Contains(options.LabelColumn));

    public static TextColumns Find(string path, IReadOnlyList<string> names, DatasetOptions options)
    {
        var text = IndexOf(path, names, options.TextColumn)
            ?? throw Missing(path, names, options.TextColumn, ColumnHints.ForText(options), options);
        var label = options.LabelColumn is { } labelColumn ? IndexOf(path, names, labelColumn) : null;
        if (label is null && options is { RequireLabels: true, LabelColumn: not null })
        {
            throw Missing(path, names, options.LabelColumn, ColumnHints.ForLabel(options), options);
        }

        return new TextColumns(
            names,
            text,
            label,
            options.IdColumn is { } id ? IndexOf(path, names, id) : null,
            [.. options.OtherColumns.Select(column => IndexOf(path, names, column) ?? throw Missing(path, names, column, "", options))]);
    }

    static int? IndexOf(string path, IReadOnlyList<string> names, string column)
    {
        int? found = null;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == column)
            {
                found = found is null ? i : throw new DatasetException(path, "header", $"two columns {column}", "one");
            }
        }

        return found;
    }

    static DatasetException Missing(string path, IReadOnlyList<string> names, string column, string hint, DatasetOptions options) => new(
        path,
        options.HasHeader ? "header" : "first row",
        names.Count == 1 ? $"one column, {names[0]}" : $"columns {string.Join(", ", names)}",
        $"a column {column}{hint}");
}
