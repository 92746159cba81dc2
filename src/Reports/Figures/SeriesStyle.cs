using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>How a series looks: a hue, and a dash that also tells it from others on paper without colour.</summary>
/// <param name="Hue">0 to <see cref="Palette.HueCount"/> - 1; others start again.</param>
/// <param name="Dash">0 is a solid line, 1 to 3 are dashed ones.</param>
public readonly record struct SeriesStyle(int Hue, int Dash = 0)
{
    static readonly string?[] s_dashes = [null, "5 3", "1.5 2.5", "8 3 1.5 3"];

    /// <summary>A style for the series at this place of a list: hues first, then dashes.</summary>
    public static SeriesStyle At(int index) => new(index % Palette.HueCount, index / Palette.HueCount % s_dashes.Length);

    /// <summary>The same hue as a solid line, for a figure in which nothing else has it.</summary>
    public SeriesStyle Solid => new(Hue);

    internal string Line => $"l{Wrapped}";

    internal string Fill => $"f{Wrapped}";

    internal string? Dashes => s_dashes[(Dash & int.MaxValue) % s_dashes.Length];

    int Wrapped => (Hue & int.MaxValue) % Palette.HueCount;
}
