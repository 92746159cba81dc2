using System.Globalization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>How numbers of runs are written for people. What is not known is blank.</summary>
static class Shown
{
    const int HashLength = 12;

    public static string Share(double? share) => share is { } known ? Invariant($"{100 * known:F2}%") : "";

    public static string Share(Estimate? estimate) =>
        estimate is var (value, interval) ? Invariant($"{100 * value:F2}% ({100 * interval.Low:F2} to {100 * interval.High:F2})") : "";

    public static string Number(Estimate? estimate) =>
        estimate is var (value, interval) ? Invariant($"{value:F4} ({interval.Low:F4} to {interval.High:F4})") : "";

    public static string Number(double? number, string format = "F4") => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The mean and, of two or more, the standard deviation.</summary>
    public static string Mean(IEnumerable<double?> numbers, string format, string unit = "")
    {
        var known = numbers.OfType<double>().ToList();
        if (known.Count == 0)
        {
            return "";
        }

        var mean = known.Average();
        var text = mean.ToString(format, CultureInfo.InvariantCulture) + unit;
        return known.Count == 1
            ? text
            : $"{text} ± {Math.Sqrt(known.Sum(number => (number - mean) * (number - mean)) / (known.Count - 1)).ToString(format, CultureInfo.InvariantCulture)}";
    }

    public static string Count(long? count) => count is { } known ? Invariant($"{known:N0}") : "";

    public static string Seconds(double? seconds) => seconds is { } known ? Invariant($"{known:F1} s") : "";

    public static string Duration(double? seconds) =>
        seconds is not { } known ? ""
        : known < 60 ? Seconds(known)
        : known < 3600 ? Invariant($"{(int)known / 60} min {(int)known % 60} s")
        : Invariant($"{(long)known / 3600} h {(long)known % 3600 / 60} min");

    public static string Memory(long? bytes) => bytes is { } known ? Invariant($"{known / 1048576.0:N0} MiB") : "";

    public static string Time(DateTimeOffset? time) => time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC" : "";

    public static string Hash(string? hash) => hash is null ? "" : hash.Length > HashLength ? hash[..HashLength] : hash;

    /// <summary>The name of a part's data: the path as it was named, with the file in it.</summary>
    public static string PathOf(DatasetPartRecord part) =>
        part.Path is { } path ? part.File is { } file ? $"{path.TrimEnd('/', '\\')}/{file}" : path
        : part.File is { } bundled ? $"bundled sample, {bundled}"
        : "set aside from train";

    /// <summary>The accuracy on the test set with its interval, from the counts in the checkpoint; null when the test set was not scored.</summary>
    public static Estimate? TestAccuracy(TrainedModel model) =>
        model.TestCounts is { } counts ? Proportion.Estimate(counts.TruePositives + counts.TrueNegatives, counts.Count)
        : model.TestReport is { } report ? Proportion.Estimate((long)Math.Round(report.Accuracy * report.Count), report.Count)
        : null;

    /// <summary>The accuracy on the validation texts with its interval; null where the number of texts is not known.</summary>
    public static Estimate? ValidationAccuracy(TrainedRun run, TrainedModel model) =>
        model.Best is { } best && run.Record.Dataset?.Parts.FirstOrDefault(part => part.Part == PredictionFile.ValidationPart)?.Texts is { } texts
            ? Proportion.Estimate((long)Math.Round(best.ValidationAccuracy * texts), texts)
            : null;

    /// <summary>The macro F1 on the test set; for two labels the mean of both labels' F1.</summary>
    public static double? TestMacroF1(TrainedModel model) => model.TestReport?.MacroF1 ?? (model.TestCounts is { } counts ? (counts.F1 + NegativeF1(counts)) / 2 : null);

    static double NegativeF1(ClassificationMetrics counts) =>
        new ClassificationMetrics(counts.TrueNegatives, counts.FalseNegatives, counts.TruePositives, counts.FalsePositives).F1;
}
