namespace RnnToolkit.Search.Tests;

public class SamplerTests
{
    static readonly HashSet<SearchPoint> s_none = [];

    [Fact]
    public void Grid_AllTrials_AreEveryPointOnce()
    {
        var space = Spaces.Parse(Spaces.Json);
        var sampler = new GridSampler(space);

        var results = Spaces.Run(sampler, int.MaxValue, point => new SearchResult(point, TrialStatus.Completed, 1));

        Assert.Equal(sampler.Count, results.Count);
        Assert.Equal(space.Grid(), results.Select(result => result.Point));
    }

    [Fact]
    public void Random_SmallSpace_FindsEveryPointOnceAndEnds()
    {
        var space = Spaces.Parse("""{ "a": [1, 2, 3], "b": ["x", "y"], "c": { "values": [1, 2], "when": { "b": ["y"] } } }""");

        var results = Spaces.Run(new RandomSampler(space, Spaces.RandomOf(1)), 100, point => new SearchResult(point, TrialStatus.Completed, 1));

        Assert.Equal(9, results.Count);
        Assert.Equal(space.Grid().ToHashSet(), [.. results.Select(result => result.Point)]);
    }

    [Fact]
    public void Random_AnyOrderOfTrials_ProposesTheSame()
    {
        var space = Spaces.Parse(Spaces.Json);
        var inOrder = new RandomSampler(space, Spaces.RandomOf(1));
        var expected = Enumerable.Range(0, 30).Select(trial => inOrder.Propose(trial, [], s_none)).ToList();

        // Workers take trials as they come, and know other results.
        var other = new RandomSampler(space, Spaces.RandomOf(1));
        Assert.All(Enumerable.Range(0, 30).Reverse(), trial => Assert.Equal(expected[trial], other.Propose(trial, [], s_none)));
        Assert.NotEqual(expected, Enumerable.Range(0, 30).Select(trial => new RandomSampler(space, Spaces.RandomOf(2)).Propose(trial, [], s_none)));
    }

    [Fact]
    public void Tpe_SameResults_ProposesTheSame_AndNothingTwice()
    {
        var space = Spaces.Parse(Spaces.Json);
        var results = Spaces.Run(new TpeSampler(space, Spaces.RandomOf(3)), 40, Train);
        Assert.Equal(40, results.Select(result => result.Point).Distinct().Count());

        // A search that was interrupted knows no more than the results.
        for (var trial = 0; trial < results.Count; trial++)
        {
            var before = results.Take(trial).ToList();
            var again = new TpeSampler(space, Spaces.RandomOf(3)).Propose(trial, before, before.Select(result => result.Point).ToHashSet());
            Assert.Equal(results[trial].Point, again);
        }

        static SearchResult Train(SearchPoint point) =>
            point.Values[2]!.Value.Number > 100
                ? new SearchResult(point, TrialStatus.Failed, double.NaN)
                : new SearchResult(point, TrialStatus.Completed, Math.Abs(Math.Log10(point.Values[1]!.Value.Number!.Value) + 3));
    }

    [Fact]
    public void Tpe_SmallSpace_FindsEveryPointAndEnds()
    {
        var space = Spaces.Parse("""{ "a": { "min": 1, "max": 5, "step": 1 }, "b": [true, false, null] }""");

        var results = Spaces.Run(new TpeSampler(space, Spaces.RandomOf(1)), 100, point => new SearchResult(point, TrialStatus.Completed, point.Values[0]!.Value.Number!.Value));

        Assert.Equal(15, results.Count);
    }

    // The median of 21 seeds is what one of them may expect; at equal budgets it must be clearly better, not by a last digit: at most half of what
    // random search is away from the optimum, at which the loss is 0. Measured: a tenth for the first two, a quarter for the third.
    [Theory]
    [InlineData(nameof(Bowl)), InlineData(nameof(Branin)), InlineData(nameof(Recipe))]
    public void Tpe_KnownOptimum_EndsNearerThanRandomSearch(string function)
    {
        var (space, loss) = function switch
        {
            nameof(Bowl) => Bowl(),
            nameof(Branin) => Branin(),
            _ => Recipe(),
        };
        const int Trials = 60;
        var random = Median(seed => new RandomSampler(space, Spaces.RandomOf(seed)));
        var bayesian = Median(seed => new TpeSampler(space, Spaces.RandomOf(seed)));

        Assert.True(bayesian < 0.5 * random, FormattableString.Invariant($"{function}: random search ends at {random}, TPE at {bayesian}"));

        double Median(Func<int, Sampler> sampler) => Enumerable.Range(0, 21)
            .Select(seed => Spaces.Run(sampler(seed), Trials, point => new SearchResult(point, TrialStatus.Completed, loss(point))).Min(result => result.Loss))
            .Order().ElementAt(10);
    }

    [Fact]
    public void Tpe_PartOfTheSpaceFails_AvoidsIt()
    {
        var space = Spaces.Parse("""{ "rate": { "min": 1e-4, "max": 10, "scale": "log" } }""");

        var results = Spaces.Run(new TpeSampler(space, Spaces.RandomOf(1)), 60, point => point.Values[0]!.Value.Number > 0.1
            ? new SearchResult(point, TrialStatus.Failed, double.NaN)
            : new SearchResult(point, TrialStatus.Completed, Math.Abs(Math.Log10(point.Values[0]!.Value.Number!.Value) + 2)));

        // Of the range 40% fails; after the ten drawn at random hardly any should.
        Assert.InRange(results.Skip(TpeSampler.StartTrials).Count(result => result.Status == TrialStatus.Failed), 0, 10);
    }

    static (SearchSpace, Func<SearchPoint, double>) Bowl()
    {
        var space = Spaces.Parse("""{ "x": { "min": -5, "max": 5 }, "y": { "min": -5, "max": 5 }, "z": { "min": -5, "max": 5 } }""");
        return (space, point => point.Values.Sum(value => (value!.Value.Number!.Value - 1) * (value.Value.Number!.Value - 1)));
    }

    // Dixon and Szego, 1978: three minima of 0.397887.
    static (SearchSpace, Func<SearchPoint, double>) Branin()
    {
        var space = Spaces.Parse("""{ "x": { "min": -5, "max": 10 }, "y": { "min": 0, "max": 15 } }""");
        return (space, point =>
        {
            var (x, y) = (point.Values[0]!.Value.Number!.Value, point.Values[1]!.Value.Number!.Value);
            var term = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
            return (term * term) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10 - 0.397887;
        });
    }

    // As a training: a learning rate on a log scale, a width, a choice, and a parameter that matters with one choice only.
    static (SearchSpace, Func<SearchPoint, double>) Recipe()
    {
        var space = Spaces.Parse("""
            {
              "training.learningRate": { "min": 1e-5, "max": 1, "scale": "log" },
              "model.hiddenSize": { "min": 8, "max": 256, "step": 8 },
              "training.schedule": ["constant", "cosine", "plateau"],
              "training.warmUp": { "min": 0, "max": 0.5, "when": { "training.schedule": ["cosine"] } }
            }
            """);
        return (space, point =>
        {
            var rate = Math.Log10(point.Values[0]!.Value.Number!.Value) + 2.5;
            var width = (point.Values[1]!.Value.Number!.Value - 96) / 256;
            var schedule = point.Values[3] is { } warmUp ? 0.5 * Math.Abs(warmUp.Number!.Value - 0.1) : 0.3;
            return (rate * rate) + (4 * width * width) + schedule;
        });
    }
}
