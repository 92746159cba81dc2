namespace RnnToolkit.Datasets.Rows;

/// <summary>The labels that people write.</summary>
static class Labels
{
    public const string Expected = "0, 1, neg, pos, negative or positive";

    /// <summary>The label that <paramref name="text"/> names, in any case and with spaces around it; null when it names none.</summary>
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
