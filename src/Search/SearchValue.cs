using System.Globalization;
using System.Text.Json;

namespace RnnToolkit.Search;

/// <summary>A value of a parameter: text, a number, true, false or null.</summary>
/// <param name="Json">The value as JSON; two values are equal when their JSON is.</param>
public readonly record struct SearchValue(string Json)
{
    /// <summary>The value as people write it: text without its quotes.</summary>
    public string Text => Json.StartsWith('"') ? JsonDocument.Parse(Json).RootElement.GetString()! : Json;

    /// <summary>The value as a number; null when it is none.</summary>
    public double? Number =>
        double.TryParse(Json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A number, in the shortest form that reads back as itself.</summary>
    public static SearchValue Of(double number) => new(number.ToString("R", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
