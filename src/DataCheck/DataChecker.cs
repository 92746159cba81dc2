using RnnToolkit.DataCheck.Checks;
using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck;

/// <summary>Checks a labelled data set before it is trained on.</summary>
/// <remarks>Time and memory grow with the characters of the texts: about 10 bytes a token besides the texts themselves. docs/data-check.md has figures.</remarks>
public static class DataChecker
{
    /// <summary>Checks the parts of a data set. Bad data give findings, never exceptions.</summary>
    /// <param name="parts">The parts; each kind at most once.</param>
    /// <param name="options">What to check against.</param>
    /// <param name="report">Is called with the number of texts that are newly done.</param>
    /// <param name="cancellationToken">Checked at every text.</param>
    /// <exception cref="ArgumentException">The preprocessing is not valid.</exception>
    public static DataReport Check(IReadOnlyList<CheckedPart> parts, CheckOptions options, Action<int>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(options);
        var data = Analyze([.. parts.OrderBy(part => part.Kind)], options, report ?? (_ => { }), cancellationToken);
        Finding[] findings =
        [
            .. LabelChecks.Of(data), .. DuplicateChecks.Of(data, cancellationToken), .. LeakChecks.Of(data), .. LengthChecks.Of(data),
            .. VocabularyChecks.Of(data), .. RemovalChecks.Of(data), .. ScriptChecks.Of(data), .. EncodingChecks.Of(data),
        ];
        return new DataReport
        {
            PreprocessingSha256 = options.Preprocessing.Fingerprint(),
            SequenceLength = options.Preprocessing.SequenceLength,
            Parts = [.. data.Parts.Select(part => Summary(data, part))],
            Vocabulary = new VocabularySummary(data.Tokens.TrainCounts.Count(count => count > 0), data.Tokens.TrainCounts.Count(count => count == 1), data.Vocabulary.Count),
            Findings = [.. findings.OrderBy(finding => finding.Severity)], // stable: the order of the checks stays
        };
    }

    static AnalyzedData Analyze(IReadOnlyList<CheckedPart> parts, CheckOptions options, Action<int> report, CancellationToken cancellationToken)
    {
        // The preprocessing without n-grams: no check reads them.
        var preprocessing = options.Preprocessing with { NGrams = null };
        var (tokens, raw) = (new TokenScanner(options), new RawTextScanner(options.MaxExamples));
        var texts = new List<AnalyzedText>();
        foreach (var part in parts)
        {
            foreach (var source in part.Texts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var text = new AnalyzedText(source, part.Kind, texts.Count);
                raw.Scan(text);
                tokens.Scan(text);
                text.TextKey = TextKeys.OfText(text.Raw);
                text.TokensKey = TextKeys.OfTokens(text.Tokens);
                texts.Add(text);
                report(1);
            }
        }

        var vocabulary = VocabularyBuilder.Build(
            tokens.Tokens.Zip(tokens.TrainCounts, KeyValuePair.Create).Where(token => token.Value > 0), options.MaxVocabulary, options.MinTokenCount);
        var encoder = new TextEncoder(preprocessing, vocabulary);
        var ids = new long[encoder.SequenceLength];
        var encoded = new List<EncodedText>(texts.Count);
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            encoded.Add(encoder.Encode(text.Raw, ids));
        }

        return new AnalyzedData { Options = options, Parts = parts, Texts = texts, Tokens = tokens, Raw = raw, Vocabulary = vocabulary, Encoded = encoded };
    }

    static PartSummary Summary(AnalyzedData data, CheckedPart part)
    {
        var texts = data.Of(part.Kind).ToList();
        var counts = data.CountsOf(part.Kind);
        var tokens = texts.Sum(text => (long)text.Tokens.Length);
        return new PartSummary
        {
            Part = part.Kind.Name(),
            Path = part.Path,
            Texts = texts.Count,
            Labels = [.. data.LabelsOf(part.Kind).Select(label => label with { Label = Excerpt.Name(label.Label) })],
            Characters = Quantiles.Of(texts.Select(text => text.Raw.Length)),
            Tokens = Quantiles.Of(texts.Select(text => text.Tokens.Length)),
            TokenCount = tokens,
            TruncatedTexts = counts.Truncated,
            TruncatedTokens = tokens - counts.Tokens,
            UnknownTokens = counts.Unknown,
            Scripts =
            [
                .. texts.CountBy(text => text.Script).OrderByDescending(script => script.Value).ThenBy(script => script.Key)
                    .Select(script => new ScriptTexts(script.Key == Scripts.Unknown ? "none" : Scripts.NameOf(script.Key), script.Value)),
            ],
        };
    }
}
