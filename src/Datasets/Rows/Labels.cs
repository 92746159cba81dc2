namespace RnnToolkit.Datasets.Rows;

/// <summary>The accepted spellings of labels.</summary>
static class Labels
{
    public const string Expected = "0, 1, neg, pos, negative or positive";

    /// <summary>The label that <paramref name="text"/> names, ignoring case and surrounding white space; null when it is not a label.</summary>
    public static int? Parse(ReadOnlySpan<char> text)
    {
        var label = text.Trim();
        if (label is "0" || Is(label, "neg") || Is(label, "negative"))
        {
            return 0;
        }

        return label is "1" || Is(label, "pos") || Is(label, "positive") ? 1 : null;
    }

    static bool Is(ReadOnlySpan<char> label, string name) => label.Equals(name, StringComparison.OrdinalIgnoreCase);
}
