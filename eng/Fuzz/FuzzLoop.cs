using System.Diagnostics;
using System.Globalization;

namespace RnnToolkit.Fuzz;

/// <summary>Runs one target until its time or its count is over, and keeps every input that is a finding.</summary>
/// <remarks>
/// An input that ends in a way not seen before (a new place that throws, or the first that is accepted) joins the corpus, so that mutations build on each
/// other. A crash of the process (a stack overflow, say) leaves the input in <c>running</c>.
/// </remarks>
sealed class FuzzLoop(FuzzTarget target, string folder, int seed)
{
    const int MaxCorpus = 2000;
    const int MaxMutations = 4;
    const int MaxFindings = 10;
    const int MaxInputBytes = 1 << 20;

    // A parser that takes this long for an input of at most a megabyte hangs, for whoever waits for it.
    static readonly TimeSpan s_inputLimit = TimeSpan.FromSeconds(20);

    readonly List<byte[]> _corpus = [.. target.Seeds];
    readonly HashSet<string> _outcomes = [];
    readonly HashSet<string> _findings = [];
    // Each target has its own sequence, whatever ran before it.
    readonly Random _random = new(target.Name.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter)));
    long _startedAt;

    /// <summary>Returns the number of different findings.</summary>
    public int Run(TimeSpan time, long runs, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        foreach (var valid in target.Seeds)
        {
            // A seed that its own parser refuses would make all that follows meaningless.
            target.Read(valid, folder);
        }

        using var watchdog = new Timer(_ => EndIfStuck(), null, s_inputLimit, s_inputLimit);
        var start = Stopwatch.GetTimestamp();
        long executions = 0;
        for (; executions < runs && Stopwatch.GetElapsedTime(start) < time && _findings.Count < MaxFindings; executions++)
        {
            var input = Next();
            File.WriteAllBytes(Running, input);
            Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
            Observe(input, output);
            Volatile.Write(ref _startedAt, 0);
        }

        File.Delete(Running);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: seed {seed}, {executions:N0} executions in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {_outcomes.Count} different outcomes, corpus {_corpus.Count}, findings {_findings.Count}"));
        return _findings.Count;
    }

    /// <summary>Parses one file, as a report of a finding asks for.</summary>
    public void Replay(byte[] input)
    {
        Directory.CreateDirectory(folder);
        try
        {
            target.Read(input, folder);
        }
        catch (Exception exception) when (target.Allows(exception))
        {
            Console.WriteLine($"refused: {exception.Message}");
        }
    }

    string Running => Path.Combine(folder, "running");

    byte[] Next()
    {
        var input = _corpus[_random.Next(_corpus.Count)];
        for (var left = 1 + _random.Next(MaxMutations); left > 0; left--)
        {
            input = _random.Next(4) == 0
                ? Mutations.Bytes.Mutate(input, _corpus[_random.Next(_corpus.Count)], _random)
                : target.Mutate(input, _random);
        }

        return input.Length <= MaxInputBytes ? input : input[..MaxInputBytes];
    }

    void Observe(byte[] input, TextWriter output)
    {
        var outcome = "accepted";
        try
        {
            target.Read(input, folder);
        }
        catch (Exception exception)
        {
            outcome = PlaceOf(exception);
            if (!target.Allows(exception) && _findings.Add(outcome))
            {
                Keep(input, exception, output);
            }
        }

        if (_outcomes.Add(outcome) && _corpus.Count < MaxCorpus)
        {
            _corpus.Add(input);
        }
    }

    /// <summary>The type of the exception and the offsets of the innermost calls, which distinguish one way to fail from another.</summary>
    static string PlaceOf(Exception exception)
    {
        var frames = new StackTrace(exception).GetFrames().Take(4).Select(frame => $"{frame.GetMethod()?.Name}+{frame.GetILOffset()}");
        return $"{exception.GetType().Name} {string.Join(' ', frames)}{(exception.InnerException is { } inner ? $" < {PlaceOf(inner)}" : "")}";
    }

    void Keep(byte[] input, Exception exception, TextWriter output)
    {
        var path = Path.Combine(folder, $"finding-{_findings.Count}");
        File.WriteAllBytes(path, input);
        File.WriteAllText(path + ".txt", exception.ToString());
        output.WriteLine($"{target.Name}: {exception.GetType().Name}: {exception.Message}");
        output.WriteLine($"  input in {path}; repeat with --target {target.Name} --input {path}");
    }

    void EndIfStuck()
    {
        var startedAt = Volatile.Read(ref _startedAt);
        if (startedAt != 0 && Stopwatch.GetElapsedTime(startedAt) > s_inputLimit)
        {
            var path = Path.Combine(folder, "hang");
            File.Copy(Running, path, overwrite: true);
            Environment.FailFast($"{target.Name}: no end after {s_inputLimit.TotalSeconds} s; the input is in {path}");
        }
    }
}
