using System.Diagnostics;
using System.Globalization;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling;

/// <summary>A step of the build: prints a line when it starts and its seconds when it ends.</summary>
internal sealed class Stage : IDisposable
{
    readonly long _start = Stopwatch.GetTimestamp();
    string _outcome = "failed";

    Stage(string title) => Console.WriteLine($"> {title}");

    public static Stage Start(string title) => new(title);

    public void Done(string outcome = "done") => _outcome = outcome;

    public void Dispose() =>
        Console.WriteLine($"  {(Interrupt.Token.IsCancellationRequested ? "cancelled" : _outcome)} ({Seconds(_start)})");

    public static string Seconds(long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
}
