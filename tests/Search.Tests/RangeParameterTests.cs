using FsCheck.Fluent;

namespace RnnToolkit.Search.Tests;

public class RangeParameterTests
{
    static readonly double[] s_places = [.. Enumerable.Range(0, 10_000).Select(i => (i + 0.5) / 10_000)];

    [Fact]
    public void At_LogScale_GivesEachDecadeTheSameShare()
    {
        var parameter = new RangeParameter("a", 1e-4, 1e-1) { IsLog = true };

        var decades = s_places.Select(place => parameter.At(place).Number!.Value).CountBy(value => Math.Floor(Math.Log10(value * 1.0001))).ToList();

        // A third of the places each, to the rounding of values to four digits at the limits.
        Assert.Equal(3, decades.Count);
        Assert.All(decades, decade => Assert.InRange(decade.Value, 3330, 3337));
    }

    [Fact]
    public void At_WholeNumbers_GivesEachTheSameShare()
    {
        var parameter = Assert.IsType<RangeParameter>(Spaces.Parse("""{ "training.epochs": { "min": 2, "max": 6 } }""").Parameters[0]);

        var counts = s_places.Select(parameter.At).CountBy(value => value.Json).ToDictionary();

        Assert.Equal(["2", "3", "4", "5", "6"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.Equal(2000, count));
    }

    [Fact]
    public void At_WholeNumbersOnALogScale_GivesWholeNumbersAndMoreSmallOnes()
    {
        var parameter = Assert.IsType<RangeParameter>(Spaces.Parse("""{ "model.hiddenSize": { "min": 1, "max": 100, "scale": "log" } }""").Parameters[0]);

        var values = s_places.Select(place => parameter.At(place).Number!.Value).ToList();

        Assert.All(values, value => Assert.Equal(Math.Round(value), value));
        Assert.Equal((1, 100), (values.Min(), values.Max()));
        Assert.InRange(values.Count(value => value <= 10), 5000, 6500); // the logarithm of 10.5 / 0.5 is 57% of that of 100.5 / 0.5
    }

    [Fact]
    public void At_AnyPlace_IsWithinTheRangeAndItsPlaceLeadsBack()
    {
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 1_000_000).Three().Select(t => (t.Item1 / 1000.0, t.Item2 / 1000.0, t.Item3 / 1_000_001.0)).ToArbitrary(),
            triple =>
            {
                var (a, b, place) = triple;
                var (min, max) = (Math.Min(a, b), Math.Max(a, b) + 0.5);
                return new[]
                {
                    new RangeParameter("a", min, max),
                    new RangeParameter("a", min, max) { IsLog = true },
                    new RangeParameter("a", min, max) { Step = (max - min) / 7 },
                    new RangeParameter("a", Math.Ceiling(min), Math.Ceiling(max) + 1) { IsWhole = true, IsLog = true },
                }.All(parameter =>
                {
                    var value = parameter.At(place).Number!.Value;
                    return value >= parameter.Min && value <= parameter.Max + 1e-9 && parameter.At(parameter.PlaceOf(value)).Number == value;
                });
            }));
    }

    [Fact]
    public void Grid_RangeWithoutPoints_SaysWhatIsMissing() => Assert.Equal(
        "a: found a range without points and step, expected one of them for a grid, such as \"points\": 5",
        Assert.Throws<SearchSpaceException>(new RangeParameter("a", 0, 1).Grid).Message);
}
