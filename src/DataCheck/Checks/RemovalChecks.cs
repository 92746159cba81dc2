using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck.Checks;

/// <summary>What the preprocessing removes or replaces that may matter: negations, emoji, URLs, tags, character references.</summary>
static class RemovalChecks
{
    const double Many = 0.05;
    const int ShownWords = 3;

    public static IEnumerable<Finding> Of(AnalyzedData data)
    {
        if (Negations(data) is { } negations)
        {
            yield return negations;
        }

        if (data.KeepsOnlyAscii)
        {
            foreach (var finding in RemovedCharacters(data))
            {
                yield return finding;
            }
        }

        // What the preprocessing replaces well is not worth a line.
        var steps = data.Preprocessing.Steps;
        if (data.Raw[CharacterTrait.Entity] is { Texts: > 0 } entities && !steps.Contains(PreprocessStep.DecodeHtmlEntities))
        {
            yield return Place(data, entities, "markup.entities", Many, "have HTML character references such as &amp;, which the preprocessing does not decode",
                "\"&quot;good&quot;\" is read as quotgoodquot.", "Decode them in the texts, or use --preset general.");
        }

        if (data.Raw[CharacterTrait.Tag] is { Texts: > 0 } tags && !steps.Contains(PreprocessStep.RemoveHtmlTags) && !steps.Contains(PreprocessStep.ReplaceHtmlTags))
        {
            yield return Place(data, tags, "markup.tags", Many, "have HTML tags, which the preprocessing does not remove",
                "It reads their names and attributes as words.", "Remove them from the texts, or use a preset that does.");
        }

        if (data.Raw[CharacterTrait.Url] is { Texts: > 0 } urls && !steps.Contains(PreprocessStep.ReplaceUrls))
        {
            yield return Place(data, urls, "markup.urls", Many, "have URLs",
                "Each URL becomes a word that no other text has.", "--preset general replaces them by one token.");
        }
    }

    static Finding? Negations(AnalyzedData data)
    {
        var tally = data.Tokens.Negations;
        if (tally.Texts == 0)
        {
            return null;
        }

        var words = data.Tokens.LostNegations.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => Invariant($"{word.Key} {word.Value:N0}"));
        var negated = data.Tokens.Negated.OrderByDescending(token => token.Value).ThenBy(token => token.Key)
            .Take(ShownWords).Select(token => Invariant($"{Excerpt.Name(data.Tokens.Tokens[token.Key])} ({token.Value:N0})"));
        var steps = data.Preprocessing.Steps.Where(step => step != PreprocessStep.RemoveStopWords).Select(CamelCase);
        return new Finding
        {
            Code = "removed.negations",
            Severity = Share.WarningFrom(Many, tally.Texts, data.Texts.Count),
            Statement = Invariant(
                $"{Share.Of(tally.Texts, data.Texts.Count, "texts")} lose a negation to the list of stop words ({string.Join(", ", words)}), most often before {string.Join(", ", negated)}"),
            Why = "\"not good\" is read as good. The paper's preprocessing is kept as it is; for a classifier of one's own this costs accuracy.",
            Advice = $"--preset general removes no words; or keep the stop words: --set 'preprocessing.steps=[{string.Join(',', steps.Select(step => $"\"{step}\""))}]'.",
            Count = tally.Texts,
            Total = data.Texts.Count,
            Examples = tally.Examples(),
        };
    }

    static IEnumerable<Finding> RemovedCharacters(AnalyzedData data)
    {
        if (data.Raw[CharacterTrait.NonAsciiLetter] is { Texts: > 0 } letters)
        {
            yield return Place(data, letters, "removed.letters", Many, "have letters outside a to z, which the preprocessing removes",
                "\"café\" is read as caf, and a text in another script as nothing.", "--preset general reads letters of every script.");
        }

        if (data.Raw[CharacterTrait.Emoji] is { Texts: > 0 } emoji)
        {
            yield return Place(data, emoji, "removed.emoji", Many, "have emoji, which the preprocessing removes",
                "Emoji often state the verdict.", "--preset general reads each as a token.");
        }

        if (data.Raw[CharacterTrait.Emoticon] is { Texts: > 0 } emoticons)
        {
            yield return Place(data, emoticons, "removed.emoticons", Many, "have emoticons such as :) that the preprocessing removes or reduces to a letter",
                "Emoticons often state the verdict.", "--preset general reads their characters as tokens.");
        }
    }

    static Finding Place(AnalyzedData data, TraitTally tally, string code, double many, string what, string why, string advice) => new()
    {
        Code = code,
        Severity = Share.WarningFrom(many, tally.Texts, data.Texts.Count),
        Statement = Invariant($"{Share.Of(tally.Texts, data.Texts.Count, "texts")} {what} ({Share.Count(tally.Occurrences, "place")})"),
        Why = why,
        Advice = advice,
        Count = tally.Texts,
        Total = data.Texts.Count,
        Examples = tally.Examples(),
    };

    static string CamelCase(PreprocessStep step) => char.ToLowerInvariant($"{step}"[0]) + $"{step}"[1..];
}
