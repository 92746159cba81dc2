using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>Where models fail: by the length of a text and by its share of unknown words.</summary>
static class SliceSection
{
    const int Slices = 8;
    const int MaxModels = 8;

    public static void Add(HtmlPage page, ReportContent content)
    {
        var usable = content.Ranked.Where(model => model.Evaluated.Any(training => training.HasTokens)).ToList();
        if (usable.Count == 0)
        {
            return;
        }

        var (shown, leftOut) = ReportContent.Cap(usable, MaxModels);
        var section = page.Section("Slices");
        section.Paragraph("Accuracy on equally large groups of texts: by how long they are, and by how many of their words the model has never seen.");
        var cut = shown[0].Config.Preprocessing.SequenceLength;
        var length = Figure("Accuracy by length", "tokens in a text", shown, text => text.Tokens, isShare: false);
        section.Figures(
            content.Keep("lengths", length),
            content.Keep("unknown-words", Figure("Accuracy by unknown words", "share of unknown words", shown, Unknown, isShare: true)));
        section.Remark(Invariant($"Dots stand at the median of their group. Texts are counted before truncation; {shown[0].Name} reads {cut} tokens of a text."));
        section.Details($"Groups of {shown[0].Name}", inner => inner
            .Table(Table("By length", shown[0], text => text.Tokens, value => Words.Number(value, "#,0")))
            .Table(Table("By share of unknown words", shown[0], Unknown, value => Words.Percent(value))));
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }
    }

    static double Unknown(PredictedText text) => text.Tokens == 0 ? 0 : (double)text.Unknown / text.Tokens;

    static LineFigure Figure(string title, string axis, IReadOnlyList<ReportedModel> models, Func<PredictedText, double> number, bool isShare)
    {
        var series = models.Select(model => new LineSeries(
            model.Name, [.. Groups(Texts(model), number).Select(slice => new Place(slice.Median, slice.Accuracy.Value))], model.Style) { HasDots = true }).ToList();
        return new LineFigure(
            title, new Axis(axis, Format: isShare ? AxisFormat.Percent : AxisFormat.Number, Min: 0), new Axis("accuracy", Format: AxisFormat.Percent), series)
        {
            Width = 400,
            Height = 260,
            Description = string.Join("; ", models.Take(8).Select(model => $"{model.Name}: {string.Join(", ", Groups(Texts(model), number).Select(slice => Words.Percent(slice.Accuracy.Value)))}")),
        };
    }

    static HtmlTable Table(string caption, ReportedModel model, Func<PredictedText, double> number, Func<double?, string> write) => new(
        $"{caption}, {model.Name}", ["from", "to", "texts", "accuracy", "95% interval"],
        [.. Groups(Texts(model), number).Select(slice => (IReadOnlyList<string>)
            [write(slice.Low), write(slice.High), Words.Count(slice.Texts), Words.Percent(slice.Accuracy.Value), Words.Range(slice.Accuracy.Interval)])],
        TextColumns: 0);

    static IReadOnlyList<PredictedText> Texts(ReportedModel model) => model.Evaluated.First(training => training.HasTokens).Texts!;

    /// <summary>Groups of about equally many texts; texts with the same number stay together.</summary>
    internal static IReadOnlyList<Slice> Groups(IReadOnlyList<PredictedText> texts, Func<PredictedText, double> number)
    {
        var sorted = texts.Select(text => (Number: number(text), text.IsRight)).OrderBy(text => text.Number).ToList();
        var groups = new List<Slice>();
        var size = Math.Max(1, (sorted.Count + Slices - 1) / Slices);
        for (var start = 0; start < sorted.Count;)
        {
            var end = Math.Min(sorted.Count, start + size);
            while (end < sorted.Count && sorted[end].Number == sorted[end - 1].Number)
            {
                end++;
            }

            // A few texts that are left over would say nothing on their own.
            end = sorted.Count - end < (size + 1) / 2 ? sorted.Count : end;

            var group = sorted[start..end];
            groups.Add(new Slice(
                group[0].Number, group[^1].Number, group[group.Count / 2].Number, group.Count, Proportion.Estimate(group.LongCount(text => text.IsRight), group.Count)));
            start = end;
        }

        return groups;
    }

    internal sealed record Slice(double Low, double High, double Median, int Texts, Estimate Accuracy);
}
