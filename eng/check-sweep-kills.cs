#:property PublishAot=false
// Kills a sweep of 24 configurations with SIGKILL five times, resumes it each time, and compares what it ends with with an unbroken one.
//
//   dotnet build src/Trainer -c Release
//   dotnet run eng/check-sweep-kills.cs [kills, default 5] [seed, default 1]
//
// One worker and no time budget: results.csv, best.json, the figures, the tables on standard output and the weights of every trial are equal,
// byte for byte. The texts are the 1,000 test reviews of the bundled sample: a second or two a trial. Bayesian search with pruning: what a trial tries, and where it is stopped, depends on the results before it. Exit 0 when all
// of that held, 1 otherwise.

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

if (args.Length > 2 || !args.All(arg => int.TryParse(arg, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
{
    Console.Error.WriteLine($"found '{string.Join(' ', args)}', expected [kills] [seed], both whole numbers above 0");
    return 1;
}

const int Trials = 24;
const string Space = """
    {
      "models": ["rnn1", "gru1"],
      "training.learningRate": { "min": 1e-4, "max": 0.1, "scale": "log" },
      "model.hiddenSize": { "min": 8, "max": 32, "step": 8 },
      "model.dropout": { "min": 0, "max": 0.6 }
    }
    """;

var here = AppContext.GetData("EntryPointFileDirectoryPath") as string
    ?? throw new InvalidOperationException("run this file with 'dotnet run eng/check-sweep-kills.cs'");
var trainer = Path.GetFullPath(Path.Combine(here, "..", "artifacts", "bin", "Trainer", "release", "trainer.dll"));
if (!File.Exists(trainer))
{
    Console.Error.WriteLine($"{trainer} is missing: build it first, in Release");
    return 1;
}

var kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
var random = new Random(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
var work = Directory.CreateTempSubdirectory("rnntoolkit-sweep-kills-").FullName;
try
{
    File.WriteAllText(Path.Combine(work, "space.json"), Space);
    var start = Stopwatch.GetTimestamp();
    var whole = Run("whole", resume: false, killAfter: null) ?? throw new InvalidOperationException("Nobody killed it.");
    var duration = Stopwatch.GetElapsedTime(start);
    Console.WriteLine(Invariant($"{Trials} configurations in {duration.TotalSeconds:F0} s, {duration.TotalSeconds / Trials:F1} s a trial"));

    var (killed, within) = (0, 0);
    string? broken = null;
    while (killed < kills)
    {
        // The kills meet all of the work: each comes somewhere in a trial, after another share of the trials.
        broken = Run("broken", resume: killed > 0, (Trials * (killed + 1) / (kills + 1), duration / Trials * random.NextDouble()));
        if (broken is not null)
        {
            Console.Error.WriteLine($"the sweep was complete after {killed} kills: start again with another seed");
            return 1;
        }

        killed++;
        var begun = Trial("trial.json");
        var finished = Trial("result.json");
        within += begun > finished ? 1 : 0;
        Console.WriteLine(Invariant($"kill {killed}: {finished} of {Trials} trials finished{(begun > finished ? ", one in the middle" : "")}"));
    }

    broken = Run("broken", resume: true, killAfter: null);
    var (expected, found) = (Hashes("whole"), Hashes("broken"));
    var different = expected.Keys.Union(found.Keys).Where(file => expected.GetValueOrDefault(file) != found.GetValueOrDefault(file)).Order().ToList();
    if (different.Count > 0 || broken != whole)
    {
        Console.Error.WriteLine($"the killed sweep ended otherwise: {string.Join(", ", different.DefaultIfEmpty("the tables on standard output"))}");
        return 1;
    }

    Console.WriteLine(whole);
    Console.WriteLine(Invariant($"{killed} kills, {within} in the middle of a trial: the same tables and the same {expected.Count} files as an unbroken sweep, byte for byte"));
    return 0;
}
finally
{
    Directory.Delete(work, recursive: true);
}

// What it printed; null when it was killed.
string? Run(string output, bool resume, (int Trials, TimeSpan Delay)? killAfter)
{
    string[] arguments =
    [
        trainer, "sweep", "--data", Path.Combine(here, "..", "data", "sample", "test.csv"), "--space", Path.Combine(work, "space.json"), "--output", Path.Combine(work, output), "--preset", "sample", "--trials", $"{Trials}",
        "--prune", "--epochs", "3", "--seed", "1", "--device", "cpu", "--set", "training.maxVocabulary=2000", "--set", "model.embeddingSize=16",
        "--set", "preprocessing.sequenceLength=20", "--set", "training.checkpointMinutes=0.005", .. resume ? ["--resume"] : Array.Empty<string>(),
    ];
    var info = new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.Combine(here, "..") };
    using var process = Process.Start(info)!;
    var (log, printed) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
    var start = Stopwatch.GetTimestamp();
    while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
    {
        var isLate = Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(30);
        if (!isLate && !(Trial("result.json") >= killAfter?.Trials && !process.WaitForExit(killAfter.Value.Delay)))
        {
            continue;
        }

        process.Kill();
        process.WaitForExit();
        return isLate ? throw new TimeoutException($"the sweep did not end\n{log.Result}") : null;
    }

    return process.ExitCode == 0 ? printed.Result : throw new InvalidOperationException($"found exit code {process.ExitCode}, expected 0\n{log.Result}");
}

int Trial(string file) => Directory.Exists(Path.Combine(work, "broken", "trials"))
    ? Directory.EnumerateDirectories(Path.Combine(work, "broken", "trials")).Count(trial => File.Exists(Path.Combine(trial, file)))
    : 0;

// Without what only describes a process: how long it took.
Dictionary<string, string> Hashes(string sweep)
{
    var directory = Path.Combine(work, sweep);
    return Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(path => Path.GetFileName(path) is not "timings.json")
        .ToDictionary(path => Path.GetRelativePath(directory, path), path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
}

static string Invariant(FormattableString text) => FormattableString.Invariant(text);
