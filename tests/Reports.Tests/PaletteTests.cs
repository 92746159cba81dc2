using System.Globalization;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Tests;

/// <summary>Text needs a contrast of 4.5 to 1 and shapes one of 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
public class PaletteTests
{
    public static TheoryData<int> HueIndexes => [.. Enumerable.Range(0, Palette.HueCount)];

    [Theory]
    [MemberData(nameof(HueIndexes))]
    public void Hue_AsTextOnASurface_ReadsInBothThemes(int hue)
    {
        Assert.InRange(Contrast(Palette.Hues[hue].Light, Named("surface").Light), 4.5, 21);
        Assert.InRange(Contrast(Palette.Hues[hue].Dark, Named("surface").Dark), 4.5, 21);
    }

    [Theory]
    [InlineData("ink", "surface")]
    [InlineData("ink", "page")]
    [InlineData("ink", "raised")]
    [InlineData("ink", "note")]
    [InlineData("quiet", "surface")]
    [InlineData("quiet", "page")]
    public void Text_OnItsBackground_ReadsInBothThemes(string text, string background)
    {
        Assert.InRange(Contrast(Named(text).Light, Named(background).Light), 4.5, 21);
        Assert.InRange(Contrast(Named(text).Dark, Named(background).Dark), 4.5, 21);
    }

    [Fact]
    public void Ink_OnTheDarkestCellOfAMatrix_ReadsInBothThemes()
    {
        const double Opacity = 0.7; // that of MatrixFigure
        var (ink, heat, surface) = (Named("ink"), Named("heat"), Named("surface"));

        Assert.InRange(Contrast(Luminance(ink.Light), Luminance(heat.Light, surface.Light, Opacity)), 4.5, 21);
        Assert.InRange(Contrast(Luminance(ink.Dark), Luminance(heat.Dark, surface.Dark, Opacity)), 4.5, 21);
    }

    static (string Light, string Dark) Named(string name) => Palette.Colours.Where(colour => colour.Name == name).Select(colour => (colour.Light, colour.Dark)).Single();

    static double Contrast(string first, string second) => Contrast(Luminance(first), Luminance(second));

    static double Contrast(double first, double second) => (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);

    // The relative luminance of WCAG, of a colour over another one.
    static double Luminance(string colour, string below = "#000000", double opacity = 1)
    {
        double[] weights = [0.2126, 0.7152, 0.0722];
        return weights.Select((weight, index) => weight * Linear((opacity * Channel(colour, index)) + ((1 - opacity) * Channel(below, index)))).Sum();
    }

    static double Channel(string colour, int index) => int.Parse(colour.AsSpan(1 + (2 * index), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;

    static double Linear(double channel) => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
}
