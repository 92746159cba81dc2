using System.Text;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets;

/// <summary>Names in one argument, separated by commas; a name with a comma stands in quotes, as in CSV.</summary>
public static class NameList
{
    /// <summary>The names, without surrounding white space; null when the quotes are malformed.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var splitter = new FieldSplitter((byte)',', Quoting.Rfc4180);
        return splitter.Split(utf8) is null ? [.. splitter.Fields.Select(field => StrictUtf8.Text(utf8, field).Trim())] : null;
    }
}
