namespace RnnToolkit.Datasets.Rows;

/// <summary>What messages about a missing column end with: the option of the command line that helps.</summary>
static class ColumnHints
{
    public static string ForText(DatasetOptions options) => For("--text-column", options);

    public static string ForLabel(DatasetOptions options) => For("--label-column", options);

    static string For(string option, DatasetOptions options) => options.MentionsOptions ? $"; {option} chooses another" : "";
}
