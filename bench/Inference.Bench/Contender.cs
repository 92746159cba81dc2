using System.Diagnostics;

namespace RnnToolkit.Inference.Bench;

/// <summary>A way to score all texts, and the times it took.</summary>
sealed class Contender(string name, Action run)
{
    readonly List<double> _seconds = [];
    readonly List<double> _processorSeconds = [];

    public string Name => name;

    /// <summary>Median of the elapsed seconds.</summary>
    public double Seconds => Median(_seconds);

    /// <summary>Median of the seconds that processors worked for it, which other programs on the machine hardly touch.</summary>
    public double ProcessorSeconds => Median(_processorSeconds);

    public double Slowest => _seconds.Max();

    public double Fastest => _seconds.Min();

    public void WarmUp() => run();

    public void Measure()
    {
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        run();
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        _processorSeconds.Add((Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
