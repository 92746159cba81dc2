using System.Diagnostics;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Commands;

/// <summary>Runs every test many times, every second time on a busy machine, and counts the runs that are not green.</summary>
internal static class Soak
{
    const int DefaultRuns = 20;
    const int MostRuns = 1000;

    /// <summary>How often the tests run: the command's argument, or 20.</summary>
    public static int Runs(Options options) =>
        options.Arguments is [var count, ..] ? Options.WholeNumber("soak", count, 1, MostRuns) : DefaultRuns;

    /// <summary>Runs the tests so often and keeps the output of the red runs in artifacts/soak.</summary>
    /// <param name="runs">How often.</param>
    /// <param name="busyLoops">How many threads keep the processor busy during every second run.</param>
    /// <param name="runTests">Runs all tests once.</param>
    /// <param name="folder">Where the red runs' output is kept; emptied first.</param>
    /// <param name="output">A line for each run and a summary.</param>
    /// <returns>The exit code: 0 if every run was green.</returns>
    public static int Run(int runs, int busyLoops, Func<TestRun> runTests, string folder, TextWriter output)
    {
        Files.EmptyFolder(folder);
        output.WriteLine($"> run all tests {runs} times, every second time beside {busyLoops} busy loops");
        var red = 0;
        for (var number = 1; number <= runs; number++)
        {
            Interrupt.Token.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var isBusy = number % 2 == 0 && busyLoops > 0;
            TestRun run;
            using (new BusyLoops(isBusy ? busyLoops : 0))
            {
                run = runTests();
            }

            output.WriteLine($"  {number} of {runs}{(isBusy ? $", beside {busyLoops} busy loops" : "")}: {run.Total} ({Stage.Seconds(start)})");
            if (!run.IsGreen)
            {
                red++;
                var kept = Keep(run, Path.Combine(folder, $"run-{number}"));
                output.WriteLine($"  | red: {(run.Red.Count == 0 ? "no test ran" : string.Join(", ", run.Red.Select(each => each.Name)))}; see {kept}");
            }
        }

        output.WriteLine($"{runs - red} of {runs} runs green");
        return red == 0 ? 0 : 1;
    }

    static string Keep(TestRun run, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var project in run.Red)
        {
            File.Copy(project.LogFile, Path.Combine(folder, $"{project.Name}.log"), overwrite: true);
        }
        return Repository.Relative(folder);
    }
}
