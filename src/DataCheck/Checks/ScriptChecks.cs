using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck.Checks;

/// <summary>Scripts: several in one data set, other ones in other parts; and whether texts that are preprocessed as English are English.</summary>
static class ScriptChecks
{
    const double SecondScript = 0.01;
    const double LargeShift = 0.2;
    const double ManyMixed = 0.001;
    const double FewStopWords = 0.2;
    const int FewestTokens = 1000;
    const int FewestTexts = 20;

    public static IEnumerable<Finding> Of(AnalyzedData data)
    {
        var written = data.Texts.Where(text => text.Script != Scripts.Unknown).ToList();
        var scripts = written.CountBy(text => text.Script).OrderByDescending(script => script.Value).ThenBy(script => script.Key).ToList();
        var others = scripts.Skip(1).Sum(script => script.Value);
        if (others > 0 && others >= SecondScript * written.Count)
        {
            yield return new Finding
            {
                Code = "scripts.several",
                Severity = Severity.Note,
                Statement = $"Texts in several scripts: {string.Join(", ", scripts.Select(script => Invariant($"{Scripts.NameOf(script.Key)} {script.Value:N0}")))}",
                Why = "A script with few texts is learned from few texts. Where one label has most of them, the script gives the label away.",
                Advice = "If the texts of another script do not belong there, remove them; otherwise see that every label has some, in every part.",
                Count = others,
                Total = written.Count,
                Examples = data.Examples(written.Where(text => text.Script != scripts[0].Key), text => Scripts.NameOf(text.Script)),
            };
        }

        foreach (var part in new[] { PartKind.Validation, PartKind.Test })
        {
            if (Shifted(written, part) is { } finding)
            {
                yield return finding;
            }
        }

        if (data.Raw[CharacterTrait.MixedScripts] is { Texts: > 0 } mixed)
        {
            yield return new Finding
            {
                Code = "scripts.mixedWords",
                Severity = Share.WarningFrom(ManyMixed, mixed.Texts, data.Texts.Count),
                Statement = $"{Share.Of(mixed.Texts, data.Texts.Count, "texts")} have words that mix Latin with Cyrillic or Greek letters",
                Why = "Letters that look alike make another word of a known one: a slip of the keyboard, or a way to pass filters.",
                Advice = "Replace such letters in the texts, in training and in use alike; or keep them if they tell the label.",
                Count = mixed.Texts,
                Total = data.Texts.Count,
                Examples = mixed.Examples(),
            };
        }

        var tokens = data.Tokens;
        if (data.Preprocessing.Steps.Contains(PreprocessStep.RemoveStopWords) && tokens.AllTokens >= FewestTokens && tokens.StopWords < FewStopWords * tokens.AllTokens)
        {
            yield return new Finding
            {
                Code = "language.notEnglish",
                Severity = Severity.Warning,
                Statement = $"{Share.Of(tokens.StopWords, tokens.AllTokens, "words")} are English stop words; of English prose it is 40% to 50%",
                Why = "The paper's preprocessing is made for English: its list of stop words and its alphabet fit no other language. Headlines and lists of words have few stop words, too.",
                Advice = "If the texts are not English, use --preset general.",
                Count = tokens.StopWords,
                Total = tokens.AllTokens,
                Unit = "tokens",
            };
        }
    }

    static Finding? Shifted(List<AnalyzedText> written, PartKind part)
    {
        var (train, other) = (written.Where(text => text.Part == PartKind.Train).ToList(), written.Where(text => text.Part == part).ToList());
        if (train.Count < FewestTexts || other.Count < FewestTexts)
        {
            return null;
        }

        var shift = written.Select(text => text.Script).Distinct().Order()
            .Select(script => (Script: script, Train: Of(train, script), Other: Of(other, script))).MaxBy(script => Math.Abs(script.Train - script.Other));
        return Math.Abs(shift.Train - shift.Other) < LargeShift ? null : new Finding
        {
            Code = "scripts.shifted",
            Severity = Severity.Warning,
            Statement = Invariant($"{100 * shift.Other:F1}% of the {part.Name()} texts are in {Scripts.NameOf(shift.Script)} script, but {100 * shift.Train:F1}% of the training texts"),
            Why = "The result says how well a model reads a script that it hardly learned.",
            Advice = "Draw the parts at random from one set.",
        };

        static double Of(List<AnalyzedText> texts, int script) => (double)texts.Count(text => text.Script == script) / texts.Count;
    }
}
