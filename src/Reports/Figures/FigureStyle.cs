using System.Text;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>The style sheet of figures, shared by pages and by SVG files.</summary>
static class FigureStyle
{
    /// <summary>Rules for the classes that figures use. Every colour also stands as a plain value, for viewers without custom properties.</summary>
    public static string Css { get; } = MakeCss();

    static string MakeCss()
    {
        var css = new StringBuilder();
        css.Append(".fig text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif;");
        css.Append("font-variant-numeric:tabular-nums;unicode-bidi:isolate}\n");
        Rule(".fig .ink", "fill", "ink");
        Rule(".fig .quiet", "fill", "quiet");
        Rule(".fig .surface", "fill", "surface");
        Rule(".fig .grid", "stroke", "grid");
        Rule(".fig .axis", "stroke", "axis");
        Rule(".fig .reference", "stroke", "quiet");
        Rule(".fig .halo", "stroke", "surface");
        Rule(".fig .heat", "fill", "heat");
        for (var hue = 0; hue < Palette.HueCount; hue++)
        {
            Rule($".fig .l{hue}", "stroke", $"c{hue}");
            Rule($".fig .f{hue}", "fill", $"c{hue}");
        }

        css.Append(".fig .strong{font-weight:600}\n.fig{print-color-adjust:exact;-webkit-print-color-adjust:exact}\n");
        return css.ToString();

        void Rule(string selector, string property, string colour) =>
            css.Append($"{selector}{{{property}:{Palette.Light(colour)};{property}:var(--{colour})}}\n");
    }
}
