using System.Globalization;
using System.Text;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>
/// Shares the trials of a sweep among workers that see one directory and nothing else of each other. A trial belongs to the worker that created its
/// claim first; the trial of a dead worker goes to whoever finds out.
/// </summary>
/// <remarks>
/// <para>In the directory, for a worker <c>1f2e3d4c</c> and the trial <c>007</c>:</para>
/// <list type="bullet">
/// <item><c>worker-1f2e3d4c</c> says on which machine the worker runs, and has a number that rises every <see cref="Beat"/>. The worker keeps the
/// file open and locked; the operating system unlocks it when the worker dies, however it dies.</item>
/// <item><c>007.1</c> holds the worker's id. The file is created exclusively, which one worker alone can do, on a network file system too. Who takes
/// the trial from a dead worker creates <c>007.2</c>, and so on: the highest number counts.</item>
/// </list>
/// <para>A worker is dead when it runs on this machine and its file is not locked, or when its file did not change for <see cref="Limit"/> of this
/// worker's time. Locks of another machine are not asked for: not every file system shares them. Clocks are never compared. A worker that was
/// suspended for longer notices at its next beat that its trial was taken, and drops it. Until then both may train it, with the same
/// files as result.</para>
/// </remarks>
sealed class TrialClaims : IDisposable
{
    /// <summary>The time between two signs of life.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>How long a worker of another machine may give no sign of life.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    const string WorkerPrefix = "worker-";

    readonly string _directory;
    readonly string _id;
    readonly string _machine;
    readonly TimeProvider _time;
    readonly FileStream _sign;
    readonly ITimer _timer;
    readonly Lock _lock = new();
    readonly Dictionary<string, (string Content, long Since)> _seen = [];
    TrialClaim? _current;
    long _beats;

    TrialClaims(string directory, string id, FileStream sign, TimeProvider time, string machine)
    {
        (_directory, _id, _sign, _time, _machine) = (directory, id, sign, time, machine);
        OnBeat();
        _timer = time.CreateTimer(_ => OnBeat(), null, Beat, Beat);
    }

    /// <summary>Joins the workers of a sweep.</summary>
    /// <param name="directory">Where they say which trials are theirs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="machine">Tells machines apart; null for this one.</param>
    public static TrialClaims Join(string directory, TimeProvider time, string? machine = null)
    {
        machine ??= ThisMachine();
        while (true)
        {
            Directory.CreateDirectory(directory);
            var id = Guid.NewGuid().ToString("N")[..8];
            try
            {
                var sign = new FileStream(Path.Combine(directory, WorkerPrefix + id), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                return new TrialClaims(directory, id, sign, time, machine);
            }
            catch (IOException exception) when (exception is DirectoryNotFoundException || Path.Exists(Path.Combine(directory, WorkerPrefix + id)))
            {
                // The last worker of another moment removed the directory, or somebody looked at the file before it was locked: once more.
            }
        }
    }

    /// <summary>Takes a trial.</summary>
    /// <param name="trial">Its name.</param>
    /// <returns>Null when it belongs to a living worker.</returns>
    public TrialClaim? TryTake(string trial)
    {
        var newest = Generations(trial).DefaultIfEmpty(0).Max();
        if (newest > 0 && !HolderIsDead(FileOf(trial, newest)))
        {
            return null;
        }

        var file = FileOf(trial, newest + 1);
        try
        {
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(Encoding.ASCII.GetBytes(_id));
            stream.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null; // somebody else was faster
        }

        var claim = new TrialClaim(trial, newest + 1, Release);
        lock (_lock)
        {
            _current = claim;
        }

        return claim;
    }

    /// <summary>Removes what dead workers of this machine left, and claims of trials that are finished.</summary>
    /// <param name="isFinished">Gets the name of a trial.</param>
    public void RemoveLeftovers(Func<string, bool> isFinished)
    {
        foreach (var file in Directory.EnumerateFiles(_directory).Where(file => Path.GetFileName(file) is var name && (name.StartsWith(WorkerPrefix, StringComparison.Ordinal)
            ? IsDeadHere(file)
            : isFinished(name.Split('.')[0]))))
        {
            TryDelete(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _sign.Dispose();
            TryDelete(Path.Combine(_directory, WorkerPrefix + _id));
            _current?.Dispose();
        }

        try
        {
            Directory.Delete(_directory);
        }
        catch (IOException)
        {
            // Others are still at work.
        }
    }

    /// <summary>On Linux the kernel's id of this boot, which all containers of a machine share as they share its locks.</summary>
    static string ThisMachine()
    {
        const string BootId = "/proc/sys/kernel/random/boot_id";
        return File.Exists(BootId) ? File.ReadAllText(BootId).Trim() : Environment.MachineName;
    }

    void OnBeat()
    {
        lock (_lock)
        {
            if (!_sign.CanWrite)
            {
                return; // disposed
            }

            try
            {
                _sign.Position = 0;
                _sign.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_machine}\n{++_beats}\n")));
                _sign.Flush(flushToDisk: true);
                if (_current is { } claim && Generations(claim.Trial).DefaultIfEmpty(0).Max() > claim.Generation)
                {
                    claim.Lose();
                }
            }
            catch (IOException)
            {
                // The next beat may succeed; if none does, others take over, as they should.
            }
        }
    }

    bool HolderIsDead(string claim)
    {
        if (Read(claim) is not { } id)
        {
            return false; // it was released meanwhile, or is being written
        }

        if (id.Length == 0 || !id.All(char.IsAsciiLetterOrDigit))
        {
            return IsUnchanged(claim, id); // its writer died before it wrote
        }

        var worker = Path.Combine(_directory, WorkerPrefix + id);
        return !File.Exists(worker) || IsDeadHere(worker) || (Read(worker) is { } sign && IsUnchanged(worker, sign));
    }

    bool IsDeadHere(string worker) => Read(worker) is { } sign && sign.Split('\n')[0] == _machine;

    bool IsUnchanged(string file, string content)
    {
        if (!_seen.TryGetValue(file, out var seen) || seen.Content != content)
        {
            _seen[file] = (content, _time.GetTimestamp());
            return false;
        }

        return _time.GetElapsedTime(seen.Since) >= Limit;
    }

    /// <summary>Reads a file; null when it is locked, or not there.</summary>
    static string? Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    void Release(TrialClaim claim)
    {
        lock (_lock)
        {
            _current = null;
        }

        foreach (var generation in Generations(claim.Trial).Where(generation => generation <= claim.Generation))
        {
            TryDelete(FileOf(claim.Trial, generation));
        }
    }

    List<int> Generations(string trial) =>
    [
        .. from file in Directory.EnumerateFiles(_directory, $"{trial}.*")
           let suffix = Path.GetFileName(file)[(trial.Length + 1)..]
           where int.TryParse(suffix, NumberStyles.None, CultureInfo.InvariantCulture, out _)
           select int.Parse(suffix, CultureInfo.InvariantCulture),
    ];

    string FileOf(string trial, int generation) => Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{trial}.{generation}"));

    static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody reads it, or deleted the directory: it does no harm.
        }
    }
}
