using System.Text.Json;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Search;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>A sweep: what is searched, and where its trials are.</summary>
/// <param name="Directory">Its directory.</param>
/// <param name="Plan">What is searched.</param>
/// <param name="Space">What varies.</param>
sealed record Sweep(SweepDirectory Directory, SweepPlan Plan, SearchSpace Space)
{
    // Drawn to find out whether any point can be trained at all.
    const int ChecksOfSpace = 100;

    readonly string _base = ConfigurationLayers.Format(Plan.Config);

    /// <summary>What is made best.</summary>
    public SweepGoal Goal => new(Plan.Goal);

    /// <summary>The file for <c>trainer run --config</c> with the best configuration.</summary>
    public string BestConfiguration => Directory.In("best.json");

    /// <summary>What is wrong with a space, one line each: unknown keys, the goal itself, or no point that can be trained.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var parameter in Space.Parameters.Where(parameter => parameter.Key != SearchSpace.ModelsKey))
        {
            if (ConfigurationLayers.TypeOf(parameter.Key) is null)
            {
                yield return $"--space: {parameter.Key}: found an unknown key, expected one of the configuration, such as training.learningRate, or {SearchSpace.ModelsKey}";
            }

            if (parameter.Key is "training.bestBy")
            {
                yield return "--space: training.bestBy: found the goal itself, expected another key; choose the goal with --goal";
            }
        }

        foreach (var model in Space.Parameters.Where(parameter => parameter.Key == SearchSpace.ModelsKey).SelectMany(parameter => parameter.Grid()))
        {
            if (ModelKind.Named(model.Text) is null)
            {
                yield return $"--space: {SearchSpace.ModelsKey}: found {model.Json}, expected names such as gru1";
            }
        }
    }

    /// <summary>Why no point of the space can be trained; empty when one can.</summary>
    public IReadOnlyList<string> ProblemsOfAllPoints()
    {
        var sampler = new RandomSampler(Space, RandomOf);
        IReadOnlyList<string> problems = [];
        for (var i = 0; i < ChecksOfSpace && sampler.Propose(i, [], new HashSet<SearchPoint>()) is { } point; i++)
        {
            try
            {
                _ = ConfigOf(point);
                return [];
            }
            catch (OptionsValidationException exception)
            {
                problems = problems.Count > 0 ? problems : [.. exception.Failures.Select(failure => $"--space: {failure}")];
            }
        }

        return problems;
    }

    /// <summary>What proposes points. The points of a trial depend on the seed, its number and the results before it.</summary>
    public Sampler Sampler() => Plan.Method switch
    {
        SearchMethod.Grid => new GridSampler(Space),
        SearchMethod.Random => new RandomSampler(Space, RandomOf),
        _ => new TpeSampler(Space, RandomOf),
    };

    /// <summary>The configuration of a point.</summary>
    /// <exception cref="OptionsValidationException">Its values do not go together.</exception>
    public TrainerConfig ConfigOf(SearchPoint point)
    {
        var layers = new ConfigurationLayers().AddJson(_base, "configuration");
        foreach (var (parameter, value) in ValuesOf(point).Where(entry => entry.Parameter.Key != SearchSpace.ModelsKey))
        {
            layers.AddSetting(parameter.Key, value.Json, "space");
        }

        return layers.Build();
    }

    /// <summary>The model of a point.</summary>
    public ModelKind ModelOf(SearchPoint point)
    {
        var name = ValuesOf(point).Where(entry => entry.Parameter.Key == SearchSpace.ModelsKey).Select(entry => entry.Value.Text).FirstOrDefault(Plan.ModelName!);
        return ModelKind.Named(name)!.Value;
    }

    /// <summary>A point as people read it.</summary>
    public string Describe(SearchPoint point) => string.Join(", ", ValuesOf(point)
        .Select(entry => entry.Parameter.Key == SearchSpace.ModelsKey ? entry.Value.Text : $"{entry.Parameter.Key}={entry.Value}"));

    /// <summary>Whether all trials are finished, or no point is left for another one.</summary>
    public bool IsComplete()
    {
        var finished = Directory.Finished(Space);
        return finished.Count == Plan.Trials || (finished.Count > 0 && finished.Count == finished[^1].Number
            && Sampler().Propose(finished.Count, [.. finished.Select(trial => trial.Result(Plan.Goal))], Directory.Taken(Space)) is null);
    }

    /// <summary>How much the goal depends on each parameter.</summary>
    public IReadOnlyList<Sensitivity> Sensitivities(IReadOnlyList<Trial> trials) => Sensitivity.Of(Space, trials.Select(trial => trial.Result(Plan.Goal)));

    /// <summary>All finished trials, the best first.</summary>
    public IReadOnlyList<Trial> Ranked() => Trial.Ranked(Directory.Finished(Space), Plan.Goal);

    /// <summary>Writes the table and the best configuration as they are now.</summary>
    public void WriteResults()
    {
        IReadOnlyList<Trial> ranked;
        do
        {
            ranked = Ranked();
            AtomicOutput.WriteFile(Directory.In("results.csv"), stream => SweepTable.WriteCsv(stream, this, ranked));
            if (ranked is [{ Outcome.Best: not null } best, ..])
            {
                AtomicOutput.WriteFile(BestConfiguration, stream => stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(
                    JsonElement.Parse(ConfigurationLayers.Format(ConfigOf(best.Point))), SweepJson.Default.JsonElement), (byte)'\n']));
            }
        }
        while (Ranked().Count > ranked.Count); // another worker wrote an older state over a newer one, or this one did
    }

    IEnumerable<(SearchParameter Parameter, SearchValue Value)> ValuesOf(SearchPoint point) =>
        Space.Parameters.Zip(point.Values).Where(entry => entry.Second is not null).Select(entry => (entry.First, entry.Second!.Value));

    Func<double> RandomOf(int trial) => new SplitMix64(new SeedStreams(Plan.Training.Seed).For(RandomStream.Search, step: trial)).NextDouble;
}
