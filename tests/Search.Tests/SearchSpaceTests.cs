namespace RnnToolkit.Search.Tests;

public class SearchSpaceTests
{
    [Fact]
    public void Parse_EveryKindOfParameter_KeepsTheirOrder()
    {
        var space = Spaces.Parse(Spaces.Json);

        Assert.Equal(
            ["models", "training.learningRate", "model.hiddenSize", "training.schedule", "training.warmUp", "model.bidirectional"],
            space.Parameters.Select(parameter => parameter.Key));
        Assert.Equal(["gru1", "lstm1"], space.Parameters[0].Grid().Select(value => value.Text));
        Assert.Equal(["0.0001", "0.001", "0.01"], space.Parameters[1].Grid().Select(value => value.Text));
        Assert.Equal(["16", "32", "48", "64", "80", "96", "112", "128"], space.Parameters[2].Grid().Select(value => value.Json));
        Assert.Equal(["0.1", "0.2", "0.3"], space.Parameters[4].Grid().Select(value => value.Json));
        Assert.Equal(["true", "false"], space.Parameters[5].Grid().Select(value => value.Json));
    }

    [Fact]
    public void Grid_ParameterThatDependsOnAnother_HasNoValueWhereItDoesNotMatter()
    {
        var points = Spaces.Parse(Spaces.Json).Grid();

        Assert.Equal(2 * 3 * 8 * (1 + 3) * 2, points.Count);
        Assert.Equal(points.Count, points.Distinct().Count());
        Assert.All(points, point => Assert.Equal(point.Values[3]!.Value.Text == "cosine", point.Values[4] is not null));
    }

    [Fact]
    public void Grid_MoreThanAnybodyTrains_IsRefused()
    {
        var space = Spaces.Parse("""{ "a": { "min": 0, "max": 1, "points": 1000 }, "b": { "min": 0, "max": 1, "points": 1000 } }""");

        Assert.Equal(
            "found a grid of more than 100000 points, expected fewer; give ranges fewer points, or search at random",
            Assert.Throws<SearchSpaceException>(space.Grid).Message);
    }

    [Theory]
    [InlineData("[]", "found [], expected an object with a key for each parameter")]
    [InlineData("{}", "found 0 parameters, expected 1 to 64")]
    [InlineData("""{ "a": 3 }""", "a: found 3, expected a list of values, or an object with min and max")]
    [InlineData("""{ "a": [] }""", "a: found 0 values, expected a list of 1 to 1000 values")]
    [InlineData("""{ "a": [1, 2, 1] }""", "a: found 1 twice, expected each value once")]
    [InlineData("""{ "a": [[1]] }""", "a: found [1], expected text, a number, true, false or null")]
    [InlineData("""{ "a": { "max": 1 } }""", "a.min: found no such field, expected a number")]
    [InlineData("""{ "a": { "min": "low", "max": 1 } }""", "a.min: found \"low\", expected a number")]
    [InlineData("""{ "a": { "min": 1, "max": 1 } }""", "a.max: found 1, expected a number above min, 1")]
    [InlineData("""{ "a": { "min": 0, "max": 1, "scale": "log" } }""", "a.min: found 0, expected a number above 0 with the scale log")]
    [InlineData("""{ "a": { "min": 0, "max": 1, "scale": "cubic" } }""", "a.scale: found \"cubic\", expected linear or log")]
    [InlineData("""{ "a": { "min": 0, "max": 1, "step": 2 } }""", "a.step: found 2, expected a number above 0, at most 1")]
    [InlineData("""{ "a": { "min": 0, "max": 1, "step": 1e-9 } }""", "a.step: found 1E-09, expected at most 10000 steps")]
    [InlineData("""{ "a": { "min": 1, "max": 2, "scale": "log", "step": 1 } }""", "a.step: found 1, expected no step with the scale log; use points")]
    [InlineData("""{ "a": { "min": 0, "max": 1, "points": 2.5 } }""", "a.points: found 2.5, expected a whole number from 1 to 10000")]
    [InlineData("""{ "a": { "min": 0, "max": 1, "step": 0.5, "points": 3 } }""", "a.points: found 3, expected no points with a step")]
    [InlineData("""{ "a": { "min": 0, "max": 1e400 } }""", "a.max: found 1e400, expected a number")]
    [InlineData("""{ "a": { "minimum": 0 } }""", "a.minimum: found an unknown field, expected only min, max, scale, step, points, when")]
    [InlineData("""{ "model.hiddenSize": { "min": 1.5, "max": 4 } }""", "model.hiddenSize.min: found 1.5, expected a whole number, as all values of this key")]
    [InlineData("""{ "a": { "values": [1], "when": { "b": [1] } }, "b": [1] }""", "a.when.b: found no such key before this one, expected a key that stands before it and has a list of values")]
    [InlineData("""{ "b": [1, 2], "a": { "values": [1], "when": { "b": [3] } } }""", "a.when.b: found 3, expected values of b: 1, 2")]
    [InlineData("""{ "b": [1, 2], "a": { "values": [1], "when": [3] } }""", "a.when: found [3], expected an object with one key and a list of its values")]
    public void Parse_SpaceThatCannotBe_NamesKeyFoundAndExpected(string json, string message) =>
        Assert.Equal(message, Assert.Throws<SearchSpaceException>(() => Spaces.Parse(json)).Message);

    [Theory]
    [InlineData("{ \"a\": [1], \"a\": [2] }")]
    [InlineData("{ \"a\": [1]")]
    [InlineData("")]
    public void Parse_NoJson_SaysSo(string json) =>
        Assert.Contains("expected JSON without repeated keys", Assert.Throws<SearchSpaceException>(() => Spaces.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_HostileValues_AreReadOrRefusedWithOneLine()
    {
        foreach (var document in HostileJson.WithoutEachField(Spaces.Json).Concat(HostileJson.WithHostileValues(Spaces.Json)))
        {
            try
            {
                // What is read can be searched.
                var space = Spaces.Parse(document.Json);
                var point = new TpeSampler(space, Spaces.RandomOf(1)).Propose(0, [], new HashSet<SearchPoint>());
                Assert.Equal(space.Parameters.Count, point!.Values.Count);
            }
            catch (SearchSpaceException exception)
            {
                Assert.DoesNotContain(exception.Message, character => char.IsControl(character));
                Assert.InRange(exception.Message.Length, 1, 500);
            }
        }
    }
}
