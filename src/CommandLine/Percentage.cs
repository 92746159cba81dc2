namespace RnnToolkit.CommandLine;

/// <summary>A share of a log message: a percentage for people, a number from 0 to 1 in JSON.</summary>
/// <param name="Share">0 to 1.</param>
public readonly record struct Percentage(double Share) : IFormattable
{
    /// <summary>The percentage, without the sign.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => (100 * Share).ToString(format, formatProvider);
}
