namespace RnnToolkit.Datasets.Rows;

/// <summary>What separates the fields of a table.</summary>
public static class Delimiters
{
    /// <summary>The delimiters, for help and messages.</summary>
    public const string Expected = "\",\", \";\" or tab";

    const byte Comma = (byte)',';
    const byte Semicolon = (byte)';';
    const byte Tab = (byte)'\t';

    /// <summary>The delimiter that an argument names; null when it names none.</summary>
    public static char? Parse(string text) => text switch
    {
        "," => ',',
        ";" => ';',
        "\t" or "\\t" or "tab" => '\t',
        _ => null,
    };

    /// <summary>
    /// The delimiter of a table: the first one with which the first line has the columns that are asked for, beginning with that of the format.
    /// Where none has, that of the format, so that messages name the columns as the user expects them.
    /// </summary>
    internal static byte Choose(ReadOnlySpan<byte> firstLine, RowFormat format, DatasetOptions options)
    {
        var usual = format == RowFormat.Csv ? Comma : Tab;
        if (options.Delimiter is { } given)
        {
            return (byte)given;
        }

        foreach (var delimiter in (ReadOnlySpan<byte>)[usual, Comma, Semicolon, Tab])
        {
            var splitter = new FieldSplitter(delimiter, options.Quoting);
            if (StrictUtf8.FirstInvalid(firstLine) < 0 && splitter.Split(firstLine) is null && TextColumns.CanFind(splitter.Names(firstLine, options.HasHeader), options))
            {
                return delimiter;
            }
        }

        return usual;
    }
}
