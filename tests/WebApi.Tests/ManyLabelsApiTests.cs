using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CsvHelper;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.WebApi.Tests;

/// <summary>The API with labels that are not those of reviews.</summary>
public sealed class ManyLabelsApiTests(ManyLabelsApiTests.Fixture fixture) : IClassFixture<ManyLabelsApiTests.Fixture>
{
    const double Tolerance = 1e-5; // float32 in ONNX Runtime against double precision in the reference

    static readonly string[] s_texts = ["A great gem, I don't love it!", "boring, zzyzx", "", "早上好 good"];

    WebApp App => fixture.App;

    [Fact]
    public async Task Models_BundleOfTheSecondFormat_SaysItsLabelsAndNGrams()
    {
        var models = await App.Client.GetFromJsonAsync<JsonElement>("models");

        var many = models[0];
        Assert.Equal(ManyLabels.Names, many.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(ManyLabels.Bundle.Encoder.NGrams!.Count, many.GetProperty("nGramCount").GetInt32());
        Assert.Equal("headTail", many.GetProperty("truncation").GetString());
    }

    [Fact]
    public async Task Score_ManyLabels_GivesTheProbabilityOfEach()
    {
        var (status, answer) = await App.Post("score", new { texts = s_texts });

        Assert.Equal(200, status);
        Assert.All(s_texts.Zip(answer.GetProperty("scores").EnumerateArray()), pair =>
        {
            var (label, probability) = ManyLabels.Best(ManyLabels.Bundle, pair.First);
            Assert.Equal(label, pair.Second.GetProperty("label").GetString());
            Assert.Equal(probability, pair.Second.GetProperty("probability").GetDouble(), Tolerance);
            var probabilities = pair.Second.GetProperty("probabilities").EnumerateObject().ToList();
            Assert.Equal(ManyLabels.Names, probabilities.Select(each => each.Name));
            AssertClose(ManyLabels.Probabilities(ManyLabels.Bundle, pair.First), probabilities.Select(each => each.Value.GetDouble()));
        });
    }

    [Theory]
    [InlineData(ManyLabels.Id)]
    [InlineData(ManyLabels.TwoId)]
    public async Task Explain_ModelWithNGrams_AddsUpToTheExplainedLabel(string model)
    {
        const string Text = "good great story, bad ending";

        var (_, answer) = await App.Post("explain", new { text = Text, model });

        var bundle = model == ManyLabels.Id ? ManyLabels.Bundle : ManyLabels.Two;
        var label = model == ManyLabels.Id ? ManyLabels.Best(bundle, Text).Label : "spam";
        Assert.Equal(label, answer.GetProperty("label").GetString());
        var tokens = answer.GetProperty("tokens").EnumerateArray().ToList();
        var expected = ManyLabels.Probabilities(bundle, Text)[bundle.Labels.ToList().IndexOf(label)];
        Assert.Equal(
            expected,
            answer.GetProperty("baseProbability").GetDouble() + tokens.Sum(token => token.GetProperty("probability").GetDouble()),
            1e-4); // sums of float32 differences
        var logit = answer.GetProperty("score").GetProperty("logit").GetDouble();
        Assert.Equal(logit, answer.GetProperty("baseLogit").GetDouble() + tokens.Sum(token => token.GetProperty("logit").GetDouble()), 1e-4);
        Assert.Contains(tokens, token => token.GetProperty("wideLogit").GetDouble() != 0);
    }

    [Fact]
    public async Task ScoreCsv_ColumnForEachLabel_HasTheirProbabilities()
    {
        var (scored, _) = await ScoreCsv("id,text\n1,A great gem\n2,too,many\n3,boring\n", "probabilities=true");

        using var reader = new CsvReader(new StringReader(scored), CultureInfo.InvariantCulture);
        Assert.True(reader.Read() && reader.ReadHeader());
        Assert.Equal(
            ["id", "text", "predicted_label", "predicted_probability", "predicted_status", .. ManyLabels.Names.Select(name => $"predicted_probability_{name}")],
            reader.HeaderRecord!);
        Assert.True(reader.Read());
        AssertClose(
            ManyLabels.Probabilities(ManyLabels.Bundle, "A great gem"),
            ManyLabels.Names.Select((_, i) => double.Parse(reader.GetField(5 + i)!, CultureInfo.InvariantCulture)));
        Assert.True(reader.Read());
        Assert.Equal(["", "", "", "", "bad_row", .. ManyLabels.Names.Select(_ => "")], reader.Parser.Record!); // keeps its place
        Assert.True(reader.Read());
    }

    [Fact]
    public async Task ScoreCsv_ColumnThatProbabilitiesWouldRepeat_IsRefused()
    {
        using var response = await Post("text,predicted_probability_constructor\ngood,1\n", "probabilities=true");

        Assert.Equal(
            "table: header: found a column predicted_probability_constructor, expected no column of that name: scoring adds it",
            (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task ScoreCsv_AThousandLabels_SummaryFitsIntoAHeader()
    {
        // The longest names, of characters that take the most room in a header.
        string[] labels = [.. Enumerable.Range(0, 1000).Select(i => string.Concat(Enumerable.Repeat("單", 196)) + i.ToString("D4", CultureInfo.InvariantCulture))];
        await using var app = WebApp.Of(("wide", TinyBundle.General(labels, wide: false, seed: 5)));
        await app.InitializeAsync();
        var texts = RandomText.Many(new Random(6), TinyBundle.Words, count: 300, maxWords: 20).Select(text => $"x {text.Replace('\n', ' ').Replace("\"", "", StringComparison.Ordinal).Replace(',', ' ')}");

        var (_, summary) = await ScoreCsv($"text\n{string.Join('\n', texts)}\n", client: app.Client);

        var rows = summary.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("rows").GetInt64()).ToArray();
        Assert.Equal(10, rows.Length);
        Assert.Equal(rows.OrderDescending(), rows);
        Assert.Equal(300, rows.Sum() + summary.GetProperty("otherRows").GetInt64());
    }

    static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= Tolerance);

    async Task<(string Scored, JsonElement Summary)> ScoreCsv(string table, string query = "", HttpClient? client = null)
    {
        using var response = await Post(table, query, client);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var summary = JsonSerializer.Deserialize<JsonElement>(Assert.Single(response.Headers.GetValues("Score-Summary")));
        return (await response.Content.ReadAsStringAsync(), summary);
    }

    async Task<HttpResponseMessage> Post(string table, string query, HttpClient? client = null)
    {
        using var content = new StringContent(table, Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
        return await (client ?? App.Client).PostAsync(new Uri($"score-csv?{query}", UriKind.Relative), content);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public WebApp App { get; } = ManyLabels.App();

        public Task InitializeAsync() => App.InitializeAsync();

        public Task DisposeAsync() => App.DisposeAsync().AsTask();
    }
}
