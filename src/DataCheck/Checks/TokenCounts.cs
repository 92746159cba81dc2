namespace RnnToolkit.DataCheck.Checks;

/// <summary>In how many texts of each label each frequent token is.</summary>
sealed class TokenCounts
{
    /// <summary>Tokens of fewer texts are left out.</summary>
    public const int FewestTexts = 5;

    const long MostCounters = 40_000_000;

    readonly int[] _rows; // [tokens]; -1 for those that are left out
    readonly int[] _counts; // [rows, labels]
    readonly int[] _texts; // [tokens]
    readonly int _labels;

    TokenCounts(int[] rows, int[] counts, int[] texts, int labels) => (_rows, _counts, _texts, _labels) = (rows, counts, texts, labels);

    /// <summary>The tokens that are counted, in the order of their numbers.</summary>
    public IEnumerable<int> Frequent => Enumerable.Range(0, _rows.Length).Where(Has);

    public static TokenCounts Of(int tokens, List<AnalyzedText> train, IReadOnlyList<LabelTexts> labels)
    {
        var columns = labels.Index().ToDictionary(label => label.Item.Label, label => label.Index, StringComparer.Ordinal);
        var texts = new int[tokens];
        EachOnce(train, tokens, (_, token) => texts[token]++);

        // A bound on memory: with very many labels and words, only the more frequent words.
        var fewest = FewestTexts;
        while (texts.LongCount(count => count >= fewest) * labels.Count > MostCounters)
        {
            fewest *= 2;
        }

        var row = 0;
        int[] rows = [.. texts.Select(count => count >= fewest ? row++ : -1)];
        var counts = new int[row * labels.Count];
        EachOnce(train, tokens, (text, token) =>
        {
            if (rows[token] >= 0)
            {
                counts[(rows[token] * labels.Count) + columns[text.Label]]++;
            }
        });
        return new TokenCounts(rows, counts, texts, labels.Count);
    }

    public bool Has(int token) => _rows[token] >= 0;

    /// <summary>The texts of a label that have a token.</summary>
    public int Of(int token, int label) => _counts[(_rows[token] * _labels) + label];

    /// <summary>All texts that have a token.</summary>
    public int Texts(int token) => _texts[token];

    static void EachOnce(List<AnalyzedText> texts, int tokens, Action<AnalyzedText, int> visit)
    {
        var lastText = new int[tokens]; // from 1
        foreach (var (number, text) in texts.Index())
        {
            foreach (var token in text.Tokens)
            {
                if (lastText[token] != number + 1)
                {
                    lastText[token] = number + 1;
                    visit(text, token);
                }
            }
        }
    }
}
