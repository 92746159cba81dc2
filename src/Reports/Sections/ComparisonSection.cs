using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>Whether one model is better than another, or only luckier: McNemar's test on the same texts.</summary>
static class ComparisonSection
{
    const int MaxModels = 10;
    const int MaxColumns = 10;
    const double SmallestShown = 0.001;

    public static void Add(HtmlPage page, ReportContent content)
    {
        if (content.Ranked.Count < 2)
        {
            return;
        }

        var section = page.Section("Differences between models");
        var (shown, leftOut) = ReportContent.Cap(content.Ranked, MaxModels);
        var pairs = (from first in shown.Index() from second in shown.Skip(first.Index + 1) select Pair.Of(first.Item, second)).Where(pair => pair.Tests.Count > 0).ToList();
        if (pairs.Count == 0)
        {
            section.Note("No two models predicted the same texts, so they cannot be compared text by text.");
            return;
        }

        section.Paragraph("Two models on the same texts: only the texts on which one is right and the other wrong tell them apart. What one may write:");
        section.List(pairs.Where(pair => IsNeighbour(pair, shown)).Select(pair => pair.Sentence));
        var seeds = pairs.SelectMany(pair => pair.Tests.Select(test => test.Seed)).Distinct().Take(MaxColumns).ToList();
        section.Table(new HtmlTable(
            "Difference in accuracy in points, and p of McNemar's exact test",
            ["models", .. seeds],
            [.. pairs.Select(pair => (IReadOnlyList<string>)[$"{pair.First.Name} – {pair.Second.Name}", .. seeds.Select(pair.In)])]));
        section.Details("Counts and intervals of each test", inner => inner.Table(new HtmlTable(
            "McNemar's exact test for each pair of models",
            ["models", "training", "only the first is right", "only the second is right", "difference, points", "95% interval", "p"],
            [.. pairs.SelectMany(Rows)],
            TextColumns: 2)));
        section.Remark(Invariant($"The difference is the accuracy of the first model minus that of the second. At a level of 5%, one comparison in 20 is significant by chance alone; here are {pairs.Sum(pair => pair.Tests.Count)}.")
            + " A test on one training says nothing about other seeds: look whether the trainings agree.");
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }
    }

    // Models next to each other in the ranking, and the same depth of another cell: the questions that people ask.
    static bool IsNeighbour(Pair pair, IReadOnlyList<ReportedModel> ranked)
    {
        var (first, second) = (ranked.Index().First(model => model.Item == pair.First).Index, ranked.Index().First(model => model.Item == pair.Second).Index);
        var (one, other) = (pair.First.Config.Model, pair.Second.Config.Model);
        return second == first + 1 || (one.Layers == other.Layers && one.Cell != Bundle.RecurrentCell.Rnn && other.Cell != Bundle.RecurrentCell.Rnn);
    }

    static IEnumerable<IReadOnlyList<string>> Rows(Pair pair) => pair.Tests.Select((test, index) => (IReadOnlyList<string>)
    [
        $"{pair.First.Name} – {pair.Second.Name}",
        test.Seed,
        Words.Count(test.Result.OnlyFirst),
        Words.Count(test.Result.OnlySecond),
        Points(test.Result.Difference),
        $"{Points(test.Result.DifferenceInterval.Low)} to {Points(test.Result.DifferenceInterval.High)}",
        test.Result.PValue < SmallestShown ? "< 0.001" : Words.Number(test.Result.PValue),
    ]);

    static string Points(double share) => Invariant($"{100 * share:+0.00;−0.00;0.00}");

    sealed record Pair(ReportedModel First, ReportedModel Second, IReadOnlyList<(string Seed, McNemar Result)> Tests)
    {
        public string Sentence => $"{Tests[0].Result.Sentence(First.Name, Second.Name)}{Others}";

        // Whether the other seeds say the same.
        string Others => Tests.Count < 2
            ? ""
            : Invariant($" That is {Tests[0].Seed}; of the {Tests.Count} trainings, {Tests.Count(test => test.Result is { IsSignificant: true, Difference: > 0 })} favour {First.Name} significantly and {Tests.Count(test => test.Result is { IsSignificant: true, Difference: < 0 })} {Second.Name}.");

        /// <summary>Difference and p in a training; nothing where one of the two models lacks it.</summary>
        public string In(string seed) => Tests.Where(test => test.Seed == seed).Select(test => test.Result).FirstOrDefault() is { } result
            ? $"{Points(result.Difference)} ({(result.PValue < SmallestShown ? "p < 0.001" : $"p = {Words.Number(result.PValue)}")})"
            : Words.None;

        public static Pair Of(ReportedModel first, ReportedModel second) => new(first, second,
        [
            .. from one in first.Evaluated
               from other in second.Evaluated
               where one.Seed == other.Seed && HaveSameTexts(one.Texts!, other.Texts!)
               select (one.Seed, McNemar.Test([.. one.Texts!.Select(text => text.IsRight)], [.. other.Texts!.Select(text => text.IsRight)])),
        ]);

        static bool HaveSameTexts(IReadOnlyList<PredictedText> one, IReadOnlyList<PredictedText> other) =>
            one.Count == other.Count && one.Zip(other).All(pair => pair.First.Id == pair.Second.Id && pair.First.Part == pair.Second.Part);
    }
}
