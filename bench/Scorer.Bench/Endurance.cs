using System.Diagnostics;
using System.Text;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Scorer.Bench;

/// <summary>A file far larger than the scorer's memory, scored without interruption, then again by a scorer that is killed repeatedly.</summary>
static class Endurance
{
    const int Seed = 1;

    public static int Run(int rows, int kills, string? bundle)
    {
        var folder = Directory.CreateTempSubdirectory("scorer-endurance-").FullName;
        try
        {
            if (bundle is null)
            {
                bundle = Path.Combine(folder, "tiny");
                new TinyBundle().Write(bundle);
            }

            var input = Path.Combine(folder, "input.csv");
            WriteRows(input, rows);
            Console.WriteLine(Invariant($"{rows:N0} rows, {new FileInfo(input).Length / 1e6:N0} MB, bundle {Path.GetFileName(bundle)}, {Environment.ProcessorCount} processors"));

            var plain = Path.Combine(folder, "plain.csv");
            var duration = ScoreAtAStretch(bundle, input, plain, rows);
            RequireEveryRow(plain, rows);

            var killed = Path.Combine(folder, "killed.csv");
            ScoreWithKills(bundle, input, killed, duration, kills);
            RequireEqual(plain, killed);
            Console.WriteLine("the output is the same, byte for byte, and holds every row once, in order");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static TimeSpan ScoreAtAStretch(string bundle, string input, string output, int rows)
    {
        var start = Stopwatch.GetTimestamp();
        using var scorer = new ScorerProcess("--bundle", bundle, "--input", input, "--output", output);
        scorer.WaitForSuccess();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(Invariant($"without interruption: {elapsed.TotalSeconds:F0} s, {rows / elapsed.TotalSeconds:N0} rows/s, peak memory {scorer.PeakMemory / 1e6:F0} MB"));
        return elapsed;
    }

    static void ScoreWithKills(string bundle, string input, string output, TimeSpan duration, int kills)
    {
        var random = new Random(Seed);
        var (done, peak, start) = (0, 0L, Stopwatch.GetTimestamp());
        var journals = 0;
        for (var finished = false; !finished;)
        {
            // All legs together take about three quarters of the run, so that every kill finds a running process.
            var leg = done < kills ? duration * (1.5 * random.NextDouble() * 0.75 / kills) + TimeSpan.FromSeconds(random.NextDouble()) : TimeSpan.MaxValue;
            using var scorer = new ScorerProcess("--bundle", bundle, "--input", input, "--output", output, "--resume");
            finished = scorer.WaitOrKill(leg);
            peak = Math.Max(peak, scorer.PeakMemory);
            done += finished ? 0 : 1;
            journals += scorer.Error.Result.Contains("Resuming after row", StringComparison.Ordinal) ? 1 : 0;
        }

        Console.WriteLine(Invariant(
            $"with {done} kills: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {journals} times resumed from a journal, peak memory {peak / 1e6:F0} MB"));
    }

    /// <summary>Rows with quotes and new lines among them; the id of a row is its number.</summary>
    static void WriteRows(string path, int rows)
    {
        var random = new Random(Seed);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 20);
        writer.Write("id,text,label\n");
        var words = TinyBundle.Words;
        for (var row = 1; row <= rows; row++)
        {
            writer.Write(Invariant($"{row},\"The {words[random.Next(words.Count)]} was {words[random.Next(words.Count)]},"));
            writer.Write(random.Next(8) == 0 ? "\n\"\"really\"\" " : " and so was ");
            writer.Write(Invariant($"{words[random.Next(words.Count)]}\",{random.Next(2)}\n"));
        }
    }

    static void RequireEveryRow(string path, int rows)
    {
        var expected = 0;
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            expected++;
            if (!line.StartsWith(Invariant($"{expected},"), StringComparison.Ordinal) || !line.EndsWith(",ok,", StringComparison.Ordinal))
            {
                throw new InvalidDataException(Invariant($"{path}: found {line} as row {expected}"));
            }
        }

        if (expected != rows)
        {
            throw new InvalidDataException(Invariant($"{path}: found {expected} rows, expected {rows}"));
        }
    }

    static void RequireEqual(string first, string second)
    {
        using var left = new BufferedStream(File.OpenRead(first), 1 << 20);
        using var right = new BufferedStream(File.OpenRead(second), 1 << 20);
        for (long offset = 0; ; offset++)
        {
            var (a, b) = (left.ReadByte(), right.ReadByte());
            if (a != b)
            {
                throw new InvalidDataException(Invariant($"{second} differs from {first} at byte {offset}"));
            }

            if (a < 0)
            {
                return;
            }
        }
    }
}
