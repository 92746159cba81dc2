using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RnnToolkit.WebApi.Tests;

public sealed class ApiTests(WebApp app) : IClassFixture<WebApp>
{
    // Float32 in ONNX Runtime against double precision in the reference.
    const double Tolerance = 1e-5;

    [Fact]
    public async Task Models_TwoBundles_SayWhatAUserChoosesBy()
    {
        var models = await app.Client.GetFromJsonAsync<JsonElement>("models");

        Assert.Equal([WebApp.First, WebApp.Second], models.EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        var (first, second) = (models[0], models[1]);
        Assert.Equal("gru", first.GetProperty("cell").GetString());
        Assert.Equal(1, first.GetProperty("layers").GetInt32());
        Assert.Equal("fp32", first.GetProperty("precision").GetString());
        Assert.Equal(0.8125, first.GetProperty("validationAccuracy").GetDouble());
        Assert.Equal(0.75, first.GetProperty("testAccuracy").GetDouble());
        Assert.Equal(["negative", "positive"], first.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(2, second.GetProperty("layers").GetInt32());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("validationAccuracy").ValueKind);
    }

    [Fact]
    public async Task Score_SeveralTexts_GivesTheModelsProbabilitiesInOrder()
    {
        string[] texts = ["A great gem of a film.", "boring, awful, dull", "", "love the cast, hate the script"];

        var (status, answer) = await app.Post("score", new { texts });

        Assert.Equal(200, status);
        Assert.Equal(WebApp.First, answer.GetProperty("model").GetString());
        var scores = answer.GetProperty("scores").EnumerateArray().ToArray();
        Assert.Equal(texts.Length, scores.Length);
        Assert.All(texts.Zip(scores), pair =>
            Assert.Equal(WebApp.Probability(app.Gru, pair.First), pair.Second.GetProperty("probabilities").GetProperty("positive").GetDouble(), Tolerance));
        Assert.Equal("empty", scores[2].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Score_WithAModel_IsThatModels()
    {
        const string Text = "A great gem of a film.";

        var (_, answer) = await app.Post("score", new { texts = new[] { Text }, model = WebApp.Second });

        Assert.Equal(WebApp.Second, answer.GetProperty("model").GetString());
        Assert.Equal(WebApp.Probability(app.Rnn, Text), answer.GetProperty("scores")[0].GetProperty("probabilities").GetProperty("positive").GetDouble(), Tolerance);
    }

    [Theory]
    [InlineData(0, 400)]
    [InlineData(1, 200)]
    [InlineData(256, 200)]
    [InlineData(257, 400)]
    public async Task Score_AsManyTexts_AreTakenUpToTheLimit(int count, int expected)
    {
        var (status, answer) = await app.Post("score", new { texts = Enumerable.Repeat("good", count) });

        Assert.Equal(expected, status);
        if (expected == 400)
        {
            Assert.Equal($"texts has {count}, expected 1 to 256", answer.GetProperty("detail").GetString());
        }
    }

    [Theory]
    [InlineData("""{"texts": ["good", null]}""", "texts[1] is null, expected a text")]
    [InlineData("""{"texts": ["good"], "model": "gru9"}""", "model is \"gru9\", expected one of gru1, rnn2")]
    [InlineData("""{"texts": ["good", 7]}""", "$.texts[1]")]
    [InlineData("""{"texts": ["\ud800"]}""", "$.texts[0]")]
    [InlineData("""{"text": ["good"]}""", "$.text")]
    [InlineData("""{"texts": ["good"], "texts": ["bad"]}""", "expected {\"texts\"")]
    [InlineData("""{"texts": null}""", "expected {\"texts\"")]
    [InlineData("""{"texts": [""", "expected {\"texts\"")]
    [InlineData("null", "expected {\"texts\"")]
    [InlineData("", "expected {\"texts\"")]
    public async Task Score_BadBody_IsRefusedWithOneLineThatSaysWhere(string body, string expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await app.Client.PostAsync("score", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var detail = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', detail!);
        Assert.DoesNotContain("RnnToolkit", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("explain")]
    public async Task Json_OfMoreThanAMebibyte_IsRefusedUnread(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent($$"""{"texts": ["{{new string('a', 1 << 20)}}"]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.ExpectContinue = true; // the client waits for the server's consent before it sends the body

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("the body is too large, expected at most 1048576 bytes", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Score_BodyThatIsNoJson_IsRefusedByItsType()
    {
        using var content = new StringContent("""{"texts": ["good"]}""", Encoding.UTF8, "text/plain");

        using var response = await app.Client.PostAsync("score", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Explain_ATextWithEmoji_PlacesTokensAsJavaScriptCounts()
    {
        const string Text = "😀 A GREAT plot, zzyzx!";

        var (status, answer) = await app.Post("explain", new { text = Text });

        Assert.Equal(200, status);
        Assert.Equal(WebApp.Probability(app.Gru, Text), answer.GetProperty("score").GetProperty("probabilities").GetProperty("positive").GetDouble(), Tolerance);
        var tokens = answer.GetProperty("tokens").EnumerateArray().ToArray();
        Assert.Equal(["A", "GREAT", "plot", "zzyzx"], tokens.Select(token =>
            Text.Substring(token.GetProperty("start").GetInt32(), token.GetProperty("length").GetInt32())));
        Assert.Equal(["stop_word", "known", "known", "unknown"], tokens.Select(token => token.GetProperty("status").GetString()));

        // By the reference: baseline and tokens account for the whole score.
        Assert.Equal(WebApp.Probability(app.Gru, ""), answer.GetProperty("baseline").GetProperty("probabilities").GetProperty("positive").GetDouble(), Tolerance);
        var expected = app.Gru.Logit(Text) - app.Gru.Logit("");
        Assert.Equal(expected, tokens.Sum(token => token.GetProperty("logit").GetDouble()), 1e-4); // differences of float32 logits
    }

    [Fact]
    public async Task Explain_UnknownModel_IsRefused()
    {
        var (status, answer) = await app.Post("explain", new { text = "good", model = "../secret" });

        Assert.Equal(400, status);
        Assert.Equal("model is \"../secret\", expected one of gru1, rnn2", answer.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Score_ManyAtOnce_AreThoseOfOneAfterTheOther()
    {
        var texts = RandomText.Many(new Random(3), TestSupport.TinyBundles.TinyBundle.Words, count: 64, maxWords: 20);

        var answers = await Task.WhenAll(texts.Select(text => app.Post("score", new { texts = new[] { text } })));

        Assert.All(texts.Zip(answers), pair => Assert.Equal(
            WebApp.Probability(app.Gru, pair.First), pair.Second.Answer.GetProperty("scores")[0].GetProperty("probabilities").GetProperty("positive").GetDouble(), Tolerance));
    }

    [Fact]
    public async Task Health_OfARunningApp_IsHealthy() => Assert.Equal("Healthy", await app.Client.GetStringAsync("health"));

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("app.css", "text/css")]
    [InlineData("app.js", "text/javascript")]
    [InlineData("table.js", "text/javascript")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task Page_ItsFiles_AreServedAndMayLoadNothingFromElsewhere(string path, string type)
    {
        using var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task OpenApi_DescribesEveryEndpointAndItsAnswers()
    {
        var description = await app.Client.GetFromJsonAsync<JsonElement>("openapi/v1.json");

        var paths = description.GetProperty("paths");
        Assert.Equal(["/explain", "/models", "/score", "/score-csv"], paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var schemas = description.GetProperty("components").GetProperty("schemas");
        Assert.Equal(["model", "scores"], schemas.GetProperty("ScoreResponse").GetProperty("properties").EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("../appsettings.json")]
    [InlineData("RnnToolkit.WebApi.dll")]
    public async Task Page_NoFileOfIt_IsNotFound(string path)
    {
        using var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
