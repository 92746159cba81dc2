using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>How far back the gradient of the loss reaches: whether it vanishes, explodes, or stays.</summary>
static class GradientSection
{
    const int MaxModels = 12;

    static readonly Axis s_step = new("time step, the first token is 1");
    static readonly Axis s_norm = new("mean |dLoss/dh|", IsLogarithmic: true);

    public static void Add(HtmlPage page, ReportContent content)
    {
        var measured = content.Models.Where(model => Flow(model) is not null).ToList();
        if (measured.Count == 0)
        {
            return;
        }

        var (shown, leftOut) = ReportContent.Cap(measured, MaxModels);
        var section = page.Section("Gradient flow");
        section.Paragraph("How much the loss changes with the hidden state at each time step. A curve that falls to the left by powers of ten is a gradient that vanishes: the model cannot learn from early words. One that rises to the left explodes.");
        section.Figures(
            content.Keep("gradients-untrained", Overview("Before training", WeightState.Untrained, shown)),
            content.Keep("gradients-trained", Overview("After training", WeightState.Trained, shown)));
        section.Remark("The top layer of each model, read forwards. Means over "
            + $"{Words.Count(Flow(shown[0])!.Texts, "text", "texts")} of {Flow(shown[0])!.Steps} time steps.");
        section.Table(new HtmlTable(
            "Recurrences before and after training",
            ["model", "weights", "layer", "spectral radius", "Lyapunov exponent", "gradient at the first step / at the last"],
            [.. shown.SelectMany(Rows)], TextColumns: 3));
        section.Remark("The spectral radius is that of one step's Jacobian: below 1 a small change dies out. The Lyapunov exponent is the mean growth of a change per step; above 0 the recurrence is chaotic.");
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }
    }

    static GradientFlow? Flow(ReportedModel model) => model.Trainings.Select(training => training.Gradients).FirstOrDefault(flow => flow is not null);

    static LayerGradientFlow? Top(ReportedModel model, WeightState state) => Flow(model)!.State(state)?.Layers.LastOrDefault(layer => layer.Direction == ReadingDirection.Forward);

    static LineFigure Overview(string title, WeightState state, IReadOnlyList<ReportedModel> models)
    {
        var series = models.Select(model => (Model: model, Layer: Top(model, state))).Where(item => item.Layer is not null)
            .Select(item => new LineSeries(item.Model.Name, [.. item.Layer!.Norms.Select((norm, step) => new Place(step + 1, norm))], item.Model.Style)).ToList();
        return new LineFigure(title, s_step, s_norm, series)
        {
            Width = 420,
            Height = 300,
            Description = string.Join("; ", models.Take(12).Select(model => Top(model, state) is { } layer
                ? Invariant($"{model.Name}: {layer.Norms[0]:0.##e+0} at the first step, {layer.Norms[^1]:0.##e+0} at the last") : $"{model.Name}: not measured")),
        };
    }

    static IEnumerable<IReadOnlyList<string>> Rows(ReportedModel model) =>
        from state in Flow(model)!.States
        from layer in state.Layers
        select (IReadOnlyList<string>)
        [
            model.Name,
            state.State == WeightState.Untrained ? "untrained" : "trained",
            Invariant($"{layer.Layer + 1}{(layer.Direction == ReadingDirection.Backward ? ", backwards" : "")}"),
            Words.Number(layer.SpectralRadius),
            layer.LyapunovExponent is { } exponent ? Words.Number(exponent, "+0.000;-0.000;0.000") + (layer.LyapunovError is { } error ? $" ± {Words.Number(error)}" : "") : Words.None,
            layer.Norms[^1] > 0 ? Words.Number(layer.Norms[0] / layer.Norms[^1], "0.##e+0") : Words.None,
        ];
}
