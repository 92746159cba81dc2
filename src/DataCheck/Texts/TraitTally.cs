namespace RnnToolkit.DataCheck;

/// <summary>How often a trait was seen, and where first.</summary>
sealed class TraitTally
{
    readonly List<(AnalyzedText Text, int Place, string? Detail)> _first = [];

    /// <summary>Texts that have it.</summary>
    public long Texts { get; private set; }

    /// <summary>Places.</summary>
    public long Occurrences { get; private set; }

    /// <summary>Counts the places in one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="occurrences">How many places; 0 counts nothing.</param>
    /// <param name="place">The first one.</param>
    /// <param name="mostExamples">How many texts to remember.</param>
    /// <param name="detail">What to look at.</param>
    public void Add(AnalyzedText text, int occurrences, int place, int mostExamples, string? detail = null)
    {
        if (occurrences == 0)
        {
            return;
        }

        Texts++;
        Occurrences += occurrences;
        if (_first.Count < mostExamples)
        {
            _first.Add((text, place, detail));
        }
    }

    public IReadOnlyList<FindingExample> Examples() =>
        [.. _first.Select(example => new FindingExample(example.Text.Reference, Excerpt.Of(example.Text.Raw, example.Place), Detail: example.Detail))];
}
