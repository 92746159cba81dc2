#:property PublishAot=false
// Kills a small training run and a small export with SIGKILL at random moments, and checks after each kill what is left.
//
//   dotnet build src/Trainer -c Release && dotnet build src/Exporter -c Release
//   dotnet run eng/check-kills.cs [kills of each, default 200] [seed, default 1]
//
// The run, which saves within epochs too: no epoch that was on the disk or that the log reported is ever lost; every rerun with --resume
// continues; a finished run has the bytes of a run that nobody killed, and nothing else in its directory.
// The export: a reader that looks all the time finds one of two bundles, complete, at every moment (on Linux and macOS; on Windows after
// recovery); after an export that finished, nothing but the bundle is left. Exit 0 when all of that held, 1 otherwise.

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

if (args.Length > 2 || !args.All(arg => int.TryParse(arg, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
{
    Console.Error.WriteLine($"found '{string.Join(' ', args)}', expected [kills] [seed], both whole numbers above 0");
    return 1;
}

var here = AppContext.GetData("EntryPointFileDirectoryPath") as string
    ?? throw new InvalidOperationException("run this file with 'dotnet run eng/check-kills.cs'");
var programs = Path.GetFullPath(Path.Combine(here, "..", "artifacts", "bin"));
var kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
var random = new Random(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
var work = Directory.CreateTempSubdirectory("rnntoolkit-kills-").FullName;
try
{
    Data.Write(Path.Combine(work, "data"), new Random(1));
    var trainer = new Product(Path.Combine(programs, "Trainer", "release", "trainer.dll"));
    Console.WriteLine(new TrainingKills(trainer, work, random).Run(kills));
    Console.WriteLine(new ExportKills(trainer, new Product(Path.Combine(programs, "Exporter", "release", "exporter.dll")), work, random).Run(kills));
    return 0;
}
catch (CheckFailedException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
finally
{
    Directory.Delete(work, recursive: true);
}

sealed class CheckFailedException(string message) : Exception(message);

/// <summary>A program of this repository.</summary>
sealed class Product(string path)
{
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs it to its end.</summary>
    public TimeSpan Run(params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        var (killed, log) = RunAndKill(arguments, line => null, null);
        return killed ? throw new CheckFailedException($"{path}: did not end in {s_limit}\n{log}") : Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Runs it, and kills it when <paramref name="killAfter"/> has passed, or the time that a line of its log gives.</summary>
    /// <returns>Whether it was killed, and its log.</returns>
    public (bool Killed, string Log) RunAndKill(string[] arguments, Func<string, TimeSpan?> killAfterLine, TimeSpan? killAfter)
    {
        if (!File.Exists(path))
        {
            throw new CheckFailedException($"{path} is missing: build it first, in Release");
        }

        var start = new ProcessStartInfo("dotnet", [path, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS" })
        {
            start.Environment[variable] = "1";
        }

        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        using var process = Process.Start(start)!;
        using var exited = new CancellationTokenSource();
        var log = new StringBuilder();
        Task? killer = killAfter is { } first ? KillAfter(process, first, exited.Token) : null;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.Append(line.Data).Append('\n');
                if (killer is null && line.Data is { } text && killAfterLine(text) is { } delay)
                {
                    killer = KillAfter(process, delay, exited.Token);
                }
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill();
            throw new CheckFailedException($"{path} {string.Join(' ', arguments)}: did not end in {s_limit}\n{log}");
        }

        process.WaitForExit(); // for the rest of the log
        exited.Cancel();
        var killed = process.ExitCode is 137 or 9 or -1;
        return killed || process.ExitCode == 0
            ? (killed, log.ToString())
            : throw new CheckFailedException($"{path} {string.Join(' ', arguments)}: found exit code {process.ExitCode}, expected 0\n{log}");
    }

    static async Task KillAfter(Process process, TimeSpan delay, CancellationToken exited)
    {
        try
        {
            await Task.Delay(delay, exited).ConfigureAwait(false);
            process.Kill();
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // It was done.
        }
    }
}

/// <summary>A training run that is killed and resumed, again and again.</summary>
sealed partial class TrainingKills(Product trainer, string work, Random random)
{
    const int Epochs = 40;
    const string Model = "rnn1";

    readonly string _run = Path.Combine(work, "run");

    /// <returns>One line for people.</returns>
    public string Run(int kills)
    {
        // Into the directory of the others, because run.json holds its name.
        var duration = trainer.Run(Arguments("run"));
        var whole = Folder.Hashes(_run);
        Directory.Delete(_run, recursive: true);
        var (killed, finished, recovered, early, within) = (0, 0, 0, 0, 0);
        while (killed < kills)
        {
            var saved = SavedEpochs();
            var fromStart = random.Next(4) == 0;
            var delay = duration * random.NextDouble() * (fromStart ? 0.8 : 0.3); // a share of what this machine needs for the whole run
            var (wasKilled, log) = trainer.RunAndKill(
                Arguments("run"), line => line.Contains("Training ", StringComparison.Ordinal) ? delay : null, fromStart ? delay : null);
            within += StepsLine().IsMatch(log) ? 1 : 0;
            if (!wasKilled)
            {
                Compare(whole);
                Directory.Delete(_run, recursive: true);
                finished++;
                continue;
            }

            killed++;
            recovered += Directory.Exists(Path.Combine(_run, Model)) && Directory.EnumerateFileSystemEntries(Path.Combine(_run, Model), ".*").Any() ? 1 : 0;
            early += EpochLine().IsMatch(log) ? 0 : 1;
            var reported = EpochLine().Matches(log).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
            if (saved > 0 && reported.Count > 0 && reported[0] != saved + 1)
            {
                throw new CheckFailedException($"kill {killed}: {saved} epochs were saved, and the resumed run began with epoch {reported[0]}\n{log}");
            }

            var now = SavedEpochs();
            var expected = Math.Max(saved, reported.Count > 0 ? reported[^1] : 0);
            if (now < expected)
            {
                throw new CheckFailedException($"kill {killed}: found {now} saved epochs, expected at least {expected}\n{log}");
            }
        }

        trainer.Run(Arguments("run"));
        Compare(whole);
        return $"training: {killed} kills ({early} before the first epoch of a process, {recovered} in the middle of a save), "
            + $"every one resumed, {within} times within an epoch, no saved epoch lost, {finished + 1} runs ended with the bytes of a run that was not killed";
    }

    string[] Arguments(string output) =>
    [
        "run", "--data", Path.Combine(work, "data"), "--models", Model, "--output", Path.Combine(work, output), "--resume", "--device", "cpu",
        "--set", $"training.epochs={Epochs}", "--set", "preprocessing.sequenceLength=8", "--set", "model.embeddingSize=64",
        "--set", "training.checkpointMinutes=0.001", "--set", "training.carryHiddenState=true",
    ];

    /// <summary>The epochs in the newest checkpoint, by its own name or the one it was set aside under; 0 when there is none.</summary>
    int SavedEpochs()
    {
        var model = Path.Combine(_run, Model);
        if (!Directory.Exists(model))
        {
            return 0;
        }

        var last = Directory.EnumerateDirectories(model)
            .Where(directory => Path.GetFileName(directory) is "last" || (Path.GetFileName(directory).StartsWith(".last.", StringComparison.Ordinal) && directory.EndsWith(".old", StringComparison.Ordinal)))
            .ToList();
        if (!OperatingSystem.IsWindows() && last.Count > 0 && !last.Contains(Path.Combine(model, "last")))
        {
            throw new CheckFailedException($"{model}: found no last/, expected it at every moment after the first save");
        }

        return last.Count == 0 ? 0 : last.Max(directory => File.ReadLines(Path.Combine(directory, "metrics.jsonl")).Count());
    }

    void Compare(Dictionary<string, string> whole)
    {
        var found = Folder.Hashes(_run);
        var different = whole.Keys.Union(found.Keys).Where(file => whole.GetValueOrDefault(file) != found.GetValueOrDefault(file)).ToList();
        if (different.Count > 0)
        {
            throw new CheckFailedException($"{_run}: found other files than in a run that was not killed: {string.Join(", ", different)}");
        }
    }

    [GeneratedRegex(@"epoch (\d+)/\d+: loss")]
    private static partial Regex EpochLine();

    [GeneratedRegex(@"resumes after \d+ epochs? and [1-9]\d* of")]
    private static partial Regex StepsLine();
}

/// <summary>Exports of two models in turn into one bundle directory, killed again and again.</summary>
sealed class ExportKills(Product trainer, Product exporter, string work, Random random)
{
    const string Model = "gru1";

    readonly string _bundle = Path.Combine(work, "models", Model);

    /// <returns>One line for people.</returns>
    public string Run(int kills)
    {
        var known = new List<string>();
        var duration = TimeSpan.Zero;
        foreach (var seed in new[] { 1, 2 })
        {
            trainer.Run(
                "run", "--data", Path.Combine(work, "data"), "--models", Model, "--output", RunOf(seed), "--device", "cpu",
                "--set", $"training.seed={seed}", "--set", "training.epochs=1");
            duration = exporter.Run(Arguments(seed, Path.Combine(work, $"expected-{seed}")));
            known.Add(Bundle(Path.Combine(work, $"expected-{seed}", Model)) ?? throw new CheckFailedException("An export made no sound bundle."));
        }

        exporter.Run(Arguments(1, Path.GetDirectoryName(_bundle)!));
        using var stop = new CancellationTokenSource();
        var (looks, fault) = (0, (string?)null);
        var reader = OperatingSystem.IsWindows() ? Task.CompletedTask : Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested && fault is null)
                {
                    fault = Bundle(_bundle) is { } found && known.Contains(found) ? null : $"look {looks}: found a bundle that is neither of the two";
                    looks++;
                    Thread.Sleep(2);
                }
            },
            TaskCreationOptions.LongRunning);

        var (killed, finished, left) = (0, 0, 0);
        for (var i = 0; killed < kills; i++)
        {
            var delay = duration * (0.2 + (random.NextDouble() * 1.0));
            var (wasKilled, _) = exporter.RunAndKill(Arguments(1 + (i % 2), Path.GetDirectoryName(_bundle)!), _ => null, delay);
            killed += wasKilled ? 1 : 0;
            finished += wasKilled ? 0 : 1;
            left += wasKilled && Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_bundle)!, ".*").Any() ? 1 : 0;
            if (fault is not null)
            {
                throw new CheckFailedException(fault);
            }

            if (!wasKilled)
            {
                RequireOnlyTheBundle(known[i % 2]);
            }
        }

        exporter.Run(Arguments(2, Path.GetDirectoryName(_bundle)!));
        stop.Cancel();
        reader.Wait(TimeSpan.FromMinutes(1));
        RequireOnlyTheBundle(known[1]);
        return fault is null
            ? $"export: {killed} kills ({left} left files behind), {finished} exports in between and one after them replaced the bundle and left nothing else, "
                + $"{looks:N0} looks of a reader found one of the two bundles, complete"
            : throw new CheckFailedException(fault);
    }

    string RunOf(int seed) => Path.Combine(work, $"seed-{seed}");

    string[] Arguments(int seed, string output) => ["--to", "onnx", "--run", RunOf(seed), "--model", Model, "--output", output];

    void RequireOnlyTheBundle(string expected)
    {
        var entries = Directory.GetFileSystemEntries(Path.GetDirectoryName(_bundle)!);
        if (entries is not [var entry] || entry != _bundle || Bundle(_bundle) != expected)
        {
            throw new CheckFailedException($"after an export: found {string.Join(", ", entries)}, expected the new bundle alone");
        }
    }

    /// <summary>The hash of a bundle whose every file has the hash in its manifest; null when it is damaged or missing.</summary>
    static string? Bundle(string directory)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var manifest = TryRead(Path.Combine(directory, "bundle.json"));
            if (manifest is null)
            {
                return null;
            }

            using var document = JsonDocument.Parse(manifest);
            var sound = document.RootElement.GetProperty("files").EnumerateObject().All(file =>
                TryRead(Path.Combine(directory, file.Name)) is { } bytes && Folder.Hash(bytes) == file.Value.GetProperty("sha256").GetString());
            if (sound)
            {
                return Folder.Hash(manifest);
            }

            if (TryRead(Path.Combine(directory, "bundle.json")) is { } again && again.AsSpan().SequenceEqual(manifest))
            {
                return null; // not because another bundle took its place meanwhile
            }
        }

        return null;
    }

    // A second look, because a directory may take another's place between the look-up of its name and that of the file in it.
    static byte[]? TryRead(string path)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                return File.ReadAllBytes(path);
            }
            catch (IOException) when (attempt == 0)
            {
            }
            catch (IOException)
            {
            }
        }

        return null;
    }
}

static class Folder
{
    // The one file of a run that differs when the run is repeated.
    const string Times = "timings.json";

    public static Dictionary<string, string> Hashes(string directory) =>
        Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .ToDictionary(path => Path.GetRelativePath(directory, path), path => Path.GetFileName(path) == Times ? "" : Hash(File.ReadAllBytes(path)));

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>Reviews of a few words.</summary>
static class Data
{
    static readonly string[] s_good = ["great", "lovely", "bright", "gem", "moving"];
    static readonly string[] s_bad = ["dull", "awful", "boring", "waste", "noisy"];
    static readonly string[] s_things = ["film", "plot", "cast", "music", "script", "ending"];

    public static void Write(string directory, Random random)
    {
        Directory.CreateDirectory(directory);
        foreach (var (file, rows) in new[] { ("train.csv", 400), ("test.csv", 100) })
        {
            var text = new StringBuilder("id,text,label\n");
            for (var row = 0; row < rows; row++)
            {
                var label = row % 2;
                var words = Enumerable.Range(0, 6).Select(i => Pick(i % 2 == 0 ? (label == 1 ? s_good : s_bad) : s_things));
                text.Append(CultureInfo.InvariantCulture, $"{file}-{row},{string.Join(' ', words)},{label}\n");
            }

            File.WriteAllText(Path.Combine(directory, file), text.ToString());
        }

        string Pick(string[] words) => words[random.Next(words.Length)];
    }
}
