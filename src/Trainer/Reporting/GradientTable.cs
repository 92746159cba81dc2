using System.Globalization;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>How gradients flow through models, as a Markdown table.</summary>
static class GradientTable
{
    static readonly string[] s_headers =
        ["model", "layer", "weights", "first step", "its median", "middle", "last step", "factor a step", "spectral radius", "Lyapunov exponent"];

    const string Scientific = "0.0e+0";

    /// <summary>Writes the table: mean |dLoss/dh_t| at three of the steps in the order of reading, and by how much a step back multiplies it.</summary>
    public static void Write(TextWriter output, IEnumerable<(string Model, GradientFlow Flow)> models)
    {
        var rows = models.SelectMany(model => model.Flow.States[0].Layers.Index().SelectMany(layer =>
            model.Flow.States.Select(state => Cells(model.Model, state.State, state.Layers[layer.Index]))));
        foreach (var line in MarkdownTable.Lines(s_headers, rows, textColumns: 3))
        {
            output.WriteLine(line);
        }
    }

    static string[] Cells(string model, WeightState state, LayerGradientFlow layer)
    {
        var (norms, first) = layer.Direction is ReadingDirection.Forward ? (layer.Norms, layer.Medians[0]) : ([.. layer.Norms.Reverse()], layer.Medians[^1]);
        return
        [
            model,
            $"{layer.Layer + 1}{(layer.Direction is ReadingDirection.Backward ? " backward" : "")}",
            state.ToString().ToLowerInvariant(),
            Number(norms[0], Scientific),
            Number(first, Scientific),
            Number(norms[norms.Count / 2], Scientific),
            Number(norms[^1], Scientific),
            Number(norms.Count > 1 && norms[0] > 0 ? Math.Pow(norms[0] / norms[^1], 1.0 / (norms.Count - 1)) : null, "F3"),
            Number(layer.SpectralRadius, "F3"),
            Number(layer.LyapunovExponent, "+0.000;-0.000") + (layer.LyapunovError is { } error ? $" ± {Number(error, "F3")}" : ""),
        ];
    }

    static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
