namespace RnnToolkit.Datasets.Rows;

/// <summary>Positions of the columns that are read, found in a header.</summary>
sealed record TextColumns(IReadOnlyList<string> Names, int Text, int? Label, int? Id)
{
    public static TextColumns Find(string path, IReadOnlyList<string> names, DatasetOptions options)
    {
        var text = IndexOf(path, names, options.TextColumn)
            ?? throw Missing(path, names, options.TextColumn);
        var label = options.LabelColumn is { } labelColumn ? IndexOf(path, names, labelColumn) : null;
        if (label is null && options is { RequireLabels: true, LabelColumn: not null })
        {
            throw Missing(path, names, options.LabelColumn);
        }

        return new TextColumns(names, text, label, options.IdColumn is { } id ? IndexOf(path, names, id) : null);
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

    static DatasetException Missing(string path, IReadOnlyList<string> names, string column) =>
        new(path, "header", $"columns {string.Join(", ", names)}", $"a column {column}");
}
