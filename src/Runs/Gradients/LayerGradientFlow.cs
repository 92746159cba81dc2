using System.Globalization;
using System.Text.Json.Serialization;

namespace RnnToolkit.Runs;

/// <summary>The gradients of one direction of one layer. Lists have an item for each time step; item 0 belongs to the first token, for both directions.</summary>
public sealed record LayerGradientFlow
{
    /// <summary>Counted from 0.</summary>
    public required int Layer { get; init; }

    /// <summary>How the layer reads the text.</summary>
    public required ReadingDirection Direction { get; init; }

    /// <summary>Mean over the texts of |dLoss/dh_t|, the Euclidean norm [T].</summary>
    public required IReadOnlyList<double> Norms { get; init; }

    /// <summary>Median over the texts of |dLoss/dh_t| [T]: a few texts with large gradients do not move it.</summary>
    public required IReadOnlyList<double> Medians { get; init; }

    /// <summary>Mean over the texts of |dLoss/dc_t|, the cell state of an LSTM [T]; null for other cells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? CellNorms { get; init; }

    /// <summary>
    /// Mean spectral radius of the Jacobian ds_t/ds_(t-1) at states that the texts lead to, where s is the hidden state, with an LSTM's cell state.
    /// </summary>
    public required double SpectralRadius { get; init; }

    /// <summary>
    /// The largest Lyapunov exponent of the recurrence while the texts drive it, per time step; above 0 it is chaotic. Null when a step forgets its
    /// state altogether, for which the exponent is minus infinity.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LyapunovExponent { get; init; }

    /// <summary>The standard error of <see cref="LyapunovExponent"/>, which is a mean over steps; null for too few steps.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LyapunovError { get; init; }

    internal IEnumerable<string> Validate(string name, int steps)
    {
        if (Layer < 0)
        {
            yield return $"{name}.layer is {Layer}, expected 0 or more";
        }

        foreach (var (field, values) in new[] { ("norms", Norms), ("medians", Medians), ("cellNorms", CellNorms) })
        {
            if (values is not null && (values.Count != steps || values.Any(value => value is not (>= 0 and <= double.MaxValue))))
            {
                yield return $"{name}.{field} has {values.Count} items, expected {steps} numbers of 0 or more";
            }
        }

        if (SpectralRadius is not (>= 0 and <= double.MaxValue))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}.spectralRadius is {SpectralRadius}, expected 0 or more");
        }
    }
}
