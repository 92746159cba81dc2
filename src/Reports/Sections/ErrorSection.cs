using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Markup;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>The errors that a model is most sure of: wrong labels in the data, or what the model cannot know.</summary>
static class ErrorSection
{
    const int MaxErrors = 20;
    const int MaxModels = 6;
    const int IdLength = 80;
    const int LabelLength = 60;
    const int TextLength = 600;

    public static void Add(HtmlPage page, ReportContent content)
    {
        if (content.Ranked.Count == 0)
        {
            return;
        }

        var section = page.Section("Most confident errors");
        section.Paragraph("The wrong predictions with the highest probability. Many of them are labels that a person would dispute.");
        AddCommon(section, content);
        var tables = content.Ranked.Take(MaxModels).Select(ModelErrors.Of).ToList();
        var texts = content.Options.TextsOf is { } find
            ? tables.GroupBy(table => (table.Training.Run, table.Training.Part)).ToDictionary(
                part => part.Key, part => find(part.Key.Run, part.Key.Part, part.SelectMany(table => table.Rows).Select(row => row.Text.Id).ToHashSet()))
            : null;
        AddTable(section, tables[0], texts);
        foreach (var table in tables.Skip(1))
        {
            section.Details($"Errors of {SafeText.Line(table.Model.Name, IdLength)}", inner => AddTable(inner, table, texts));
        }

        section.Remark(texts is null
            ? "Texts of the data set are not part of this report; write it with --with-texts to see them."
            : "This report holds texts of the data set. Share it only with people who may read them.");
    }

    // Texts that every model of the first seed gets wrong.
    static void AddCommon(HtmlSection section, ReportContent content)
    {
        var trainings = content.Ranked.Select(model => model.Evaluated[0]).ToList();
        var ids = trainings.Select(training => training.Texts!.Where(text => !text.IsRight).Select(text => text.Id).ToHashSet(StringComparer.Ordinal)).ToList();
        if (ids.Count > 1)
        {
            var common = ids.Aggregate((some, more) => [.. some.Where(more.Contains)]);
            section.Paragraph($"{Words.Count(common.Count, "text is", "texts are")} wrong in all {ids.Count} models.");
        }
    }

    static void AddTable(HtmlSection section, ModelErrors errors, Dictionary<(TrainedRun, string), IReadOnlyDictionary<string, string>>? texts)
    {
        var (model, training) = (errors.Model, errors.Training);
        var rows = errors.Rows.Select(error => (IReadOnlyList<string>)
        [
            SafeText.Line(error.Text.Id, IdLength),
            SafeText.Line(model.Labels.Names[error.Text.Label], LabelLength),
            SafeText.Line(model.Labels.Names[error.Text.Predicted], LabelLength),
            Words.Percent(error.Probability),
            .. training.HasTokens ? (string[])[Words.Count(error.Text.Tokens)] : [],
            .. texts is null ? [] : (string[])[texts[(training.Run, training.Part)].TryGetValue(error.Text.Id, out var text) ? SafeText.Clip(text, TextLength) : "not found"],
        ]).ToList();
        string[] headers =
        [
            "id", "label", "predicted", "probability", .. training.HasTokens ? (string[])["tokens"] : [], .. texts is null ? [] : (string[])["text"],
        ];
        section.Table(new HtmlTable($"Most confident errors of {model.Name}, {training.Seed}", headers, rows, TextColumns: 3)
        {
            LongColumns = texts is null ? new HashSet<int>() : new HashSet<int> { headers.Length - 1 },
        });
    }

    sealed record ModelErrors(ReportedModel Model, ReportedTraining Training, IReadOnlyList<(PredictedText Text, double Probability)> Rows)
    {
        public static ModelErrors Of(ReportedModel model) => new(model, model.Evaluated[0],
        [
            .. model.Evaluated[0].Texts!.Where(text => !text.IsRight)
                .Select(text => (Text: text, Probability: Confidence(text)))
                .OrderByDescending(error => error.Probability).ThenBy(error => error.Text.Id, StringComparer.Ordinal)
                .Take(MaxErrors),
        ]);
    }

    static double Confidence(PredictedText text)
    {
        var probabilities = TemperatureScaling.Probabilities(text.Logits);
        return probabilities.Length > 1 ? probabilities[text.Predicted] : text.Predicted == 1 ? probabilities[0] : 1 - probabilities[0];
    }
}
