namespace RnnToolkit.Reports.Figures;

/// <summary>A figure with a name that is fit for a file.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="Figure">The figure.</param>
public sealed record NamedFigure(string Name, Figure Figure);
