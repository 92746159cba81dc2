using System.Globalization;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>Numbers as a report writes them.</summary>
static class Words
{
    public const string None = "–";

    public static string Percent(double? share) => share is { } value && double.IsFinite(value) ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + "%" : None;

    public static string Points(double? share) => share is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) : None;

    public static string Range(Interval? interval) => interval is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * range.Low:0.0}–{100 * range.High:0.0}%")
        : None;

    public static string RangeOfNumbers(Interval? interval) => interval is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Low:0.000}–{range.High:0.000}")
        : None;

    public static string Number(double? number, string format = "0.000") =>
        number is { } value && double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : None;

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long count, string singular, string plural) => $"{Count(count)} {(count == 1 ? singular : plural)}";

    /// <summary>Names in a sentence: a, b and c.</summary>
    public static string List(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}
