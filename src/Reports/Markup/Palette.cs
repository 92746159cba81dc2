using System.Text;

namespace RnnToolkit.Reports.Markup;

/// <summary>The colours of pages and figures, for light and for dark surroundings; paper is light.</summary>
/// <remarks>
/// The hues are those of Okabe and Ito, made darker or lighter until text in them reads well (contrast of 4.5 to 1 on every surface), and ordered
/// so that the first three differ for people with any kind of colour vision.
/// </remarks>
public static class Palette
{
    /// <summary>How many hues there are.</summary>
    public static int HueCount => Hues.Count;

    /// <summary>Hues of data: in the light and in the dark theme.</summary>
    internal static IReadOnlyList<(string Light, string Dark)> Hues { get; } =
    [
        ("#1f5fbf", "#7fadff"), // blue
        ("#b84a00", "#ff9d57"), // orange
        ("#007a5e", "#3ecfa6"), // green
        ("#8a3fb0", "#cf9bff"), // purple
        ("#b3246b", "#ff8bbd"), // magenta
        ("#796500", "#d9c04a"), // ochre
        ("#56607a", "#a7b2c8"), // slate
    ];

    /// <summary>Everything else by name.</summary>
    internal static IReadOnlyList<(string Name, string Light, string Dark)> Colours { get; } =
    [
        ("page", "#f6f7f9", "#101319"),
        ("surface", "#ffffff", "#181c24"),
        ("raised", "#f0f2f6", "#212631"),
        ("ink", "#1a1f2b", "#e9ecf3"),
        ("quiet", "#566074", "#a3adc0"),
        ("rule", "#dde1e9", "#2e3542"),
        ("grid", "#e7eaf0", "#272d39"),
        ("axis", "#8a93a5", "#6b768b"),
        ("heat", "#1f5fbf", "#3f74e6"),
        ("note", "#fbf3dd", "#2d2818"),
        ("note-rule", "#c79a1e", "#b8952f"),
    ];

    /// <summary>All colours as custom properties: light, dark where the reader prefers it, and light again on paper.</summary>
    internal static string Css { get; } = MakeCss();

    /// <summary>A colour by name, for light surroundings; hues are named c0, c1 and so on.</summary>
    internal static string Light(string name) => All().Single(colour => colour.Name == name).Light;

    static IEnumerable<(string Name, string Light, string Dark)> All() =>
        Colours.Concat(Hues.Index().Select(hue => (Invariant($"c{hue.Index}"), hue.Item.Light, hue.Item.Dark)));

    static string MakeCss()
    {
        var light = string.Concat(All().Select(colour => $"--{colour.Name}:{colour.Light};"));
        var dark = string.Concat(All().Select(colour => $"--{colour.Name}:{colour.Dark};"));
        return new StringBuilder()
            .Append($":root{{color-scheme:light dark;{light}}}\n")
            .Append($"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
            .Append($"@media print{{:root{{color-scheme:light;{light}}}}}\n")
            .ToString();
    }
}
