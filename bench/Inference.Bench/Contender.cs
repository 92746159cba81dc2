using System.Diagnostics;

namespace RnnToolkit.Inference.Bench;

/// <summary>Something that goes through all texts, and the seconds it took each time.</summary>
sealed class Contender(string name, Action run)
{
    readonly List<double> _seconds = [];

    public string Name => name;

    public double MedianSeconds => _seconds.Order().ElementAt(_seconds.Count / 2);

    public double Slowest => _seconds.Max();

    public double Fastest => _seconds.Min();

    public void WarmUp() => run();

    public void Measure()
    {
        var start = Stopwatch.GetTimestamp();
        run();
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
