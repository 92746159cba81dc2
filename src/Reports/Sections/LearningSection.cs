using RnnToolkit.Bundle;
using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;

namespace RnnToolkit.Reports.Sections;

/// <summary>Accuracy and loss after each epoch: the paper's figures 2 to 7.</summary>
static class LearningSection
{
    const int MaxModels = 24;

    static readonly SeriesStyle s_training = new(6, 1);
    static readonly SeriesStyle s_paper = new(6);
    static readonly Axis s_epoch = new("epoch", IsWhole: true);
    static readonly Axis s_accuracy = new("validation accuracy", Format: AxisFormat.Percent);
    static readonly Axis s_loss = new("cross entropy");

    public static void Add(HtmlPage page, ReportContent content)
    {
        var trained = content.Models.Where(model => model.Trainings.Any(training => training.Model.Epochs.Count > 0)).ToList();
        if (trained.Count == 0)
        {
            return;
        }

        var section = page.Section("Learning curves");
        var (shown, leftOut) = ReportContent.Cap(trained, MaxModels);
        var hasPaper = shown.Any(model => PaperNumbers.For(model) is not null);
        section.Paragraph("Loss on the training and the validation texts and accuracy on the validation texts after each epoch. The large dot is the epoch whose checkpoint was kept."
            + (shown.Any(model => model.Trainings.Count > 1) ? " Lines are means over the trainings of a model, areas reach from the lowest to the highest." : "")
            + (hasPaper ? " Hollow diamonds are the paper's numbers, as the texts about its figures give them." : ""));
        section.Cards(shown.Select(model => Card(model, content)));
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }

        var (lossAxis, accuracyAxis) = (Common(shown, s_loss, loss: true), Common(shown, s_accuracy, loss: false));
        var key = hasPaper ? "; diamonds are the paper's numbers" : "";
        content.Keep("learning-accuracy", new PanelFigure($"Validation accuracy after each epoch{key}", [.. shown.Take(12).Select(model => Accuracy(model, model.Name, accuracyAxis))], columns: 3)
        {
            Description = Describe(shown, "Validation accuracy"),
        });
        content.Keep("learning-loss", new PanelFigure($"Loss on training and validation texts after each epoch{key}", [.. shown.Take(12).Select(model => Loss(model, model.Name, lossAxis))], columns: 3)
        {
            Description = Describe(shown, "Loss"),
        });
        if (hasPaper)
        {
            AddPaper(section, shown);
        }
    }

    static (string, string, IReadOnlyList<Figure>) Card(ReportedModel model, ReportContent content)
    {
        var (accuracy, loss) = (Accuracy(model, "Accuracy", s_accuracy), Loss(model, "Loss", s_loss));
        content.Keep($"learning-{model.Name}", new PanelFigure($"{model.Name}: learning curves", [accuracy, loss], columns: 2) { Description = accuracy.Description });
        var paper = PaperNumbers.For(model) is { } numbers ? Invariant($"The paper's figure {numbers.Figure}.") : "";
        return (model.Name, paper, [accuracy, loss]);
    }

    static LineFigure Accuracy(ReportedModel model, string title, Axis axis)
    {
        var paper = PaperNumbers.For(model);
        var curve = Curve("validation", model, epoch => epoch.ValidationAccuracy, model.Style.Solid);
        return new LineFigure(title, s_epoch, axis, [curve])
        {
            Marks = paper is null ? [] : Marks(paper.Accuracy.First, paper.Accuracy.Last, "paper, validation"),
            Description = $"{model.Name}, validation accuracy by epoch: {string.Join(", ", curve.Points.Take(50).Select(point => Words.Percent(point.Y)))}",
        };
    }

    static LineFigure Loss(ReportedModel model, string title, Axis axis)
    {
        var paper = PaperNumbers.For(model);
        var (training, validation) = (Curve("training", model, epoch => epoch.TrainLoss, s_training, best: false), Curve("validation", model, epoch => epoch.ValidationLoss, model.Style.Solid));
        return new LineFigure(title, s_epoch, axis, [training, validation])
        {
            Marks = paper is null ? [] :
            [
                .. Marks(paper.TrainLoss.First, paper.TrainLoss.Last, "paper, training"),
                .. Marks(paper.ValidationLoss.First, paper.ValidationLoss.Last, "paper, validation", model.Style),
            ],
            Description = $"{model.Name}, validation loss by epoch: {string.Join(", ", validation.Points.Take(50).Select(point => Words.Number(point.Y)))}",
        };
    }

    static List<ReferenceMark> Marks(double? first, double? last, string name, SeriesStyle? style = null) =>
    [
        .. first is { } start ? [new ReferenceMark(new(1, start), style ?? s_paper, $"{name}, first epoch")] : (IEnumerable<ReferenceMark>)[],
        .. last is { } end ? [new ReferenceMark(new(PaperNumbers.Epochs, end), style ?? s_paper, $"{name}, last epoch")] : (IEnumerable<ReferenceMark>)[],
    ];

    static LineSeries Curve(string name, ReportedModel model, Func<EpochMetrics, double> number, SeriesStyle style, bool best = true)
    {
        var epochs = model.Trainings.SelectMany(training => training.Model.Epochs).GroupBy(epoch => epoch.Epoch).OrderBy(epoch => epoch.Key)
            .Select(epoch => (Epoch: epoch.Key, Values: epoch.Select(number).Where(double.IsFinite).ToList()))
            .Where(epoch => epoch.Values.Count > 0)
            .ToList();
        var points = epochs.Select(epoch => new Place(epoch.Epoch, epoch.Values.Average())).ToList();
        return new LineSeries(name, points, style)
        {
            HasDots = points.Count <= 20,
            Band = model.Trainings.Count < 2 ? [] : [.. epochs.Select(epoch => ((double)epoch.Epoch, epoch.Values.Min(), epoch.Values.Max()))],
            Highlight = best && BestEpoch(model) is { } kept ? points.Cast<Place?>().FirstOrDefault(point => point!.Value.X == kept) : null,
        };
    }

    // The epoch that most trainings kept.
    static int? BestEpoch(ReportedModel model) =>
        model.Trainings.Select(training => training.Model.Best?.Epoch).OfType<int>().GroupBy(epoch => epoch).OrderByDescending(epoch => epoch.Count()).ThenBy(epoch => epoch.Key).FirstOrDefault()?.Key;

    // Small multiples can be compared only on the same axes.
    static Axis Common(IReadOnlyList<ReportedModel> models, Axis axis, bool loss)
    {
        var values = models.SelectMany(model => model.Trainings).SelectMany(training => training.Model.Epochs)
            .SelectMany(epoch => loss ? new[] { epoch.TrainLoss, epoch.ValidationLoss } : [epoch.ValidationAccuracy])
            .Concat(models.Select(PaperNumbers.For).OfType<PaperNumbers>().SelectMany(paper => loss
                ? new[] { paper.TrainLoss.First, paper.TrainLoss.Last, paper.ValidationLoss.First ?? paper.TrainLoss.First, paper.ValidationLoss.Last ?? paper.TrainLoss.Last }
                : [paper.Accuracy.First ?? paper.Accuracy.Last, paper.Accuracy.Last]))
            .Where(double.IsFinite)
            .ToList();
        var scale = axis.ScaleOf(values, 0, 1);
        return axis with { Min = scale.Low, Max = scale.High };
    }

    static EpochMetrics? Last(ReportedTraining training) => training.Model.Epochs is [.., var last] ? last : null;

    static string Describe(IReadOnlyList<ReportedModel> models, string what) => $"{what} of {Words.List([.. models.Take(12).Select(model => model.Name)])}, a panel each.";

    static void AddPaper(HtmlSection section, IReadOnlyList<ReportedModel> models)
    {
        var rows = models.Select(model => (Model: model, Paper: PaperNumbers.For(model))).Where(row => row.Paper is not null).Select(row => (IReadOnlyList<string>)
        [
            row.Model.Name,
            Words.Number(row.Paper!.Figure, "0"),
            Words.Percent(row.Paper.Accuracy.Last),
            Words.Percent(row.Model.Mean(training => Last(training)?.ValidationAccuracy)),
            Words.Percent(row.Model.Mean(training => training.Model.Best?.ValidationAccuracy)),
            Words.Number(row.Paper.TrainLoss.Last, "0.00"),
            Words.Number(row.Model.Mean(training => Last(training)?.TrainLoss), "0.00"),
            Words.Number(row.Paper.ValidationLoss.Last, "0.00"),
            Words.Number(row.Model.Mean(training => Last(training)?.ValidationLoss), "0.00"),
        ]).ToList();
        section.Table(new HtmlTable(
            "The paper's numbers after its last epoch, and ours",
            ["model", "figure", "accuracy: paper", "ours", "ours, epoch kept", "training loss: paper", "ours", "validation loss: paper", "ours"], rows));
        section.Remark("Accuracy on validation texts. The paper does not say which reviews it validated with, and does not report the test set. Its curves of the training accuracy have no counterpart here.");
    }
}
