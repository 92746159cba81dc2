using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.Bundle;
using RnnToolkit.Search;
using RnnToolkit.Trainer.Checkpoints;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>The directory of a sweep, which all of its workers share: <c>sweep.json</c>, and <c>trials/001/</c> and so on, each a run.</summary>
sealed class SweepDirectory(string path)
{
    const string PlanFile = "sweep.json";
    const string ProposalFile = "trial.json";
    const string OutcomeFile = "result.json";
    const string TrialsDirectory = "trials";

    readonly Dictionary<int, Trial> _finished = [];

    /// <summary>The directory as it was given.</summary>
    public string Path => path;

    /// <summary>Where the workers say which trials are theirs.</summary>
    public string Claims => In("claims");

    /// <summary>Whether a sweep is there.</summary>
    public bool HasPlan => File.Exists(In(PlanFile));

    /// <summary>The directory of a trial, which is a run.</summary>
    public string RunOf(int trial) => In(TrialsDirectory, NameOf(trial));

    /// <summary>The name of a trial: <c>001</c>.</summary>
    public static string NameOf(int trial) => trial.ToString("D3", CultureInfo.InvariantCulture);

    /// <summary>The path of a file of the sweep.</summary>
    public string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([path, .. names]);

    /// <summary>Checks that a new sweep would not be mixed with something else.</summary>
    /// <exception cref="IOException">There is a run, or what is left of a sweep.</exception>
    public void RefuseOthers()
    {
        foreach (var (name, what) in new[] { (RunLayout.RunFile, "a run"), (TrialsDirectory, $"trials but no {PlanFile}") })
        {
            if (System.IO.Path.Exists(In(name)))
            {
                throw new IOException($"--output {path}: found {what}, expected a new directory or a sweep; choose another --output");
            }
        }
    }

    /// <summary>Reads what is searched.</summary>
    /// <exception cref="CheckpointFormatException">It is damaged.</exception>
    public SweepPlan ReadPlan()
    {
        var plan = StrictJsonFile.Read(In(PlanFile), SweepJson.Default.SweepPlan);
        return plan.FormatVersion == SweepPlan.CurrentFormatVersion
            ? plan
            : throw new CheckpointFormatException(In(PlanFile), "formatVersion", $"{plan.FormatVersion}", $"{SweepPlan.CurrentFormatVersion}");
    }

    /// <summary>Writes what is searched.</summary>
    public void Write(SweepPlan plan) => Write(In(PlanFile), plan, SweepJson.Default.SweepPlan);

    /// <summary>What a trial trains with; null when it has not begun.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public SearchPoint? ProposalOf(int trial, SearchSpace space)
    {
        var file = System.IO.Path.Combine(RunOf(trial), ProposalFile);
        return File.Exists(file) ? StrictJsonFile.Read(file, SweepJson.Default.TrialProposal).PointIn(space) : null;
    }

    /// <summary>Writes what a trial trains with.</summary>
    public void WriteProposal(int trial, SearchSpace space, SearchPoint point) =>
        Write(System.IO.Path.Combine(RunOf(trial), ProposalFile), TrialProposal.Of(trial, space, point), SweepJson.Default.TrialProposal);

    /// <summary>Whether a trial is finished.</summary>
    public bool IsFinished(int trial) => _finished.ContainsKey(trial) || File.Exists(System.IO.Path.Combine(RunOf(trial), OutcomeFile));

    /// <summary>Writes how a trial ended.</summary>
    public void WriteOutcome(int trial, TrialOutcome outcome) =>
        Write(System.IO.Path.Combine(RunOf(trial), OutcomeFile), outcome, SweepJson.Default.TrialOutcome);

    /// <summary>All finished trials, in their order.</summary>
    /// <exception cref="CheckpointFormatException">A file is damaged.</exception>
    public IReadOnlyList<Trial> Finished(SearchSpace space)
    {
        foreach (var trial in Begun().Where(trial => !_finished.ContainsKey(trial) && IsFinished(trial)))
        {
            var file = System.IO.Path.Combine(RunOf(trial), OutcomeFile);
            var outcome = StrictJsonFile.Read(file, SweepJson.Default.TrialOutcome);
            if (outcome.Problem() is { } problem)
            {
                throw new CheckpointFormatException(file, null, problem, "the outcome of a trial");
            }

            var point = ProposalOf(trial, space) ?? throw new CheckpointFormatException(file, null, $"no {ProposalFile} next to it", "the values of the trial");
            _finished[trial] = new Trial(trial, point, outcome);
        }

        return [.. _finished.Values.OrderBy(trial => trial.Number)];
    }

    /// <summary>What all trials train with that have begun.</summary>
    public IReadOnlySet<SearchPoint> Taken(SearchSpace space) => Begun().Select(trial => ProposalOf(trial, space)).OfType<SearchPoint>().ToHashSet();

    IEnumerable<int> Begun() => Directory.Exists(In(TrialsDirectory))
        ? from directory in Directory.EnumerateDirectories(In(TrialsDirectory))
          let name = System.IO.Path.GetFileName(directory)
          where int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var trial) && name == NameOf(trial)
          select int.Parse(name, CultureInfo.InvariantCulture)
        : [];

    static void Write<T>(string file, T value, JsonTypeInfo<T> type)
    {
        var utf8 = StrictJsonFile.Format(value, type);
        AtomicOutput.WriteFile(file, stream => stream.Write(utf8));
    }
}
