using System.Globalization;

namespace RnnToolkit.Scorer.Options;

/// <summary>Of two labels: probabilities of the last one between the two bounds, the bounds not included, are left undecided.</summary>
readonly record struct AbstainBand(double Low, double High)
{
    public const string Expected = "LOW..HIGH with 0 <= LOW < HIGH <= 1";

    public static AbstainBand? Parse(string text)
    {
        var separator = text.IndexOf("..", StringComparison.Ordinal);
        return separator > 0
            && double.TryParse(text.AsSpan(0, separator), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var low)
            && double.TryParse(text.AsSpan(separator + 2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var high)
            && low >= 0 && low < high && high <= 1
            ? new AbstainBand(low, high)
            : null;
    }

    public bool Contains(float probability) => probability > Low && probability < High;

    public override string ToString() => Invariant($"{Low}..{High}");
}
