using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CsvHelper;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.WebApi.Tests;

public sealed class CsvTests(WebApp app) : IClassFixture<WebApp>, IDisposable
{
    readonly TempDirectory _directory = new();

    const double Tolerance = 1e-5; // float32 in ONNX Runtime against double precision in the reference

    [Fact]
    public async Task ScoreCsv_ATable_ComesBackWithThreeColumnsMore()
    {
        var (scored, summary) = await Score("id,text\n1,A great gem\n2,\"awful, dull\"\n3,\n4,zzyzx\n");

        var lines = scored.TrimEnd().Split('\n');
        Assert.Equal("id,text,predicted_label,predicted_probability,predicted_status", lines[0]);
        Assert.Equal([WebApp.ProbabilityOfLabel(app.Gru, "A great gem"), WebApp.ProbabilityOfLabel(app.Gru, "awful, dull")],
            lines[1..3].Select(line => double.Parse(line.Split(',')[^2], CultureInfo.InvariantCulture)), (a, b) => Math.Abs(a - b) < Tolerance);
        Assert.Equal(["ok", "ok", "empty", "all_unknown"], lines[1..].Select(line => line.Split(',')[^1]));
        Assert.StartsWith("2,\"awful, dull\",", lines[2], StringComparison.Ordinal);
        Assert.Equal(4, summary.GetProperty("rows").GetInt64());
        Assert.Equal(4, summary.GetProperty("labels").EnumerateArray().Sum(label => label.GetProperty("rows").GetInt64()));
        Assert.Equal("""{"ok":2,"empty":1,"all_unknown":1}""", summary.GetProperty("statuses").GetRawText());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ScoreCsv_RandomTables_KeepEveryFieldAndScoreEveryRow(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 200)
            .Select(_ => (Note: Awkward(random), Text: RandomText.One(random, TinyBundle.Words, maxWords: 15) + Awkward(random)))
            .ToList();

        var (scored, summary) = await Score(Write(rows), model: WebApp.Second);

        using var reader = new CsvReader(new StringReader(scored), CultureInfo.InvariantCulture);
        var found = reader.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(rows.Count, found.Count);
        Assert.All(rows.Zip(found), pair =>
        {
            Assert.Equal(pair.First.Note, pair.Second["note"]);
            Assert.Equal(pair.First.Text, pair.Second["text"]);
            var probability = double.Parse((string)pair.Second["predicted_probability"], CultureInfo.InvariantCulture);
            var expected = WebApp.Probability(app.Rnn, pair.First.Text);
            Assert.Equal(Math.Max(expected, 1 - expected), probability, Tolerance);
            Assert.Equal(expected >= 0.5 ? "positive" : "negative", pair.Second["predicted_label"]);
        });
        Assert.Equal(rows.Count, summary.GetProperty("rows").GetInt64());
    }

    [Fact]
    public async Task ScoreCsv_ByteOrderMarkAndWindowsLines_Stay()
    {
        var (scored, _) = await Score("\uFEFFtext,id\r\ngood,1\r\nbad,2");

        Assert.Matches("^\uFEFFtext,id,predicted_label,predicted_probability,predicted_status\r\ngood,1,[^\r]*,ok\r\nbad,2,[^\r]*,ok\n$", scored);
    }

    [Fact]
    public async Task ScoreCsv_BadRows_KeepTheirPlaceWithEmptyFields()
    {
        byte[] table = [.. "id,text\n1,good\n2,too,many\n3,b"u8, 0xFF, .. "d\n4,\"great\"x\n5,bad\n6,\"never closed\n"u8];

        var (scored, summary) = await Score(table);

        var lines = scored.TrimEnd().Split('\n');
        Assert.Equal([",,,,bad_row", ",,,,bad_utf8", ",,,,bad_row"], lines[2..5]);
        Assert.StartsWith("5,bad,", lines[5], StringComparison.Ordinal);
        Assert.Equal(",,,,bad_row", lines[6]);
        Assert.Equal("table: row 2 (line 3): found 3 fields, expected 2 as in the header", summary.GetProperty("firstFault").GetString());
    }

    [Fact]
    public async Task ScoreCsv_TabsAndAnotherColumn_AreReadAsAsked()
    {
        var (scored, _) = await Score("review\tstars\ngood, bad\t3\n", type: "text/tab-separated-values", column: "review");

        Assert.Matches("^review\tstars\tpredicted_label\t.*\ngood, bad\t3\t(positive|negative)\t[0-9.E-]+\tok\n$", scored);
    }

    [Theory]
    [InlineData("", "table: found an empty file, expected a header with the names of the columns")]
    [InlineData("id,review\n1,good\n", "table: header: found columns id, review, expected a column text")]
    [InlineData("text,text\ngood,bad\n", "table: header: found two columns text, expected one")]
    [InlineData("text,predicted_label\ngood,bad\n", "table: header: found a column predicted_label, expected no column of that name: scoring adds it")]
    [InlineData("\"text\ngood", "table: header: found a quote that is never closed, expected a closing quote before the end of the file")]
    public async Task ScoreCsv_NoTable_IsRefusedWithOneLine(string table, string expected)
    {
        using var response = await Post(Encoding.UTF8.GetBytes(table));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task ScoreCsv_BinaryFile_IsRefused()
    {
        var noise = new byte[100_000];
        new Random(5).NextBytes(noise);

        using var response = await Post(noise);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    public async Task ScoreCsv_AnotherType_IsRefused(string type)
    {
        using var response = await Post("text\ngood\n"u8.ToArray(), type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task ScoreCsv_UnknownModel_IsRefused()
    {
        using var response = await Post("text\ngood\n"u8.ToArray(), model: "gru9");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task ScoreCsv_OfMoreThan32Mebibytes_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "score-csv") { Content = Content(new byte[(32 << 20) + 1], "text/csv") };
        request.Headers.ExpectContinue = true; // the client waits for the server's consent before it sends the body

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("the body is too large, expected at most 33554432 bytes", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("=cmd", "'=cmd")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@me, \"you\"", "\"'@me, \"\"you\"\"\"")]
    [InlineData("a=b", "a=b")]
    public async Task ScoreCsv_LabelThatASpreadsheetWouldRun_IsWrittenAsText(string label, string expected)
    {
        await using var labelled = await WebApp.Start(["--Models", WriteBundle(label)]);

        using var response = await Post("text\n=1+1\n"u8.ToArray(), client: labelled.Client);

        var row = (await response.Content.ReadAsStringAsync()).Split('\n')[1];
        Assert.StartsWith($"=1+1,{expected},", row, StringComparison.Ordinal); // the text is the client's own and stays as it is
        var summary = JsonSerializer.Deserialize<JsonElement>(Assert.Single(response.Headers.GetValues("Score-Summary")));
        Assert.Equal(label, summary.GetProperty("labels")[1].GetProperty("label").GetString());
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Writes a bundle that gives every text this label.</summary>
    string WriteBundle(string label)
    {
        new TinyBundle().Write(_directory["labelled"], change: manifest => manifest with { Labels = ["other", label], Threshold = 0 });
        return _directory.Path;
    }

    static string Awkward(Random random) => random.Next(6) switch
    {
        0 => "\"",
        1 => "a, b",
        2 => "two\nlines",
        3 => "é😀",
        4 => " ",
        _ => "",
    };

    static string Write(IEnumerable<(string Note, string Text)> rows)
    {
        using var text = new StringWriter();
        using (var writer = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            writer.WriteField("note");
            writer.WriteField("text");
            writer.NextRecord();
            foreach (var (note, content) in rows)
            {
                writer.WriteField(note);
                writer.WriteField(content);
                writer.NextRecord();
            }
        }

        return text.ToString();
    }

    Task<(string Scored, JsonElement Summary)> Score(string table, string type = "text/csv", string? model = null, string? column = null) =>
        Score(Encoding.UTF8.GetBytes(table), type, model, column);

    async Task<(string Scored, JsonElement Summary)> Score(byte[] table, string type = "text/csv", string? model = null, string? column = null)
    {
        using var response = await Post(table, type, model, column);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);

        // Not ReadAsString, which takes a byte order mark away.
        var scored = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
        return (scored, JsonSerializer.Deserialize<JsonElement>(Assert.Single(response.Headers.GetValues("Score-Summary"))));
    }

    async Task<HttpResponseMessage> Post(
        byte[] table, string type = "text/csv", string? model = null, string? column = null, HttpClient? client = null)
    {
        using var content = Content(table, type);
        var query = string.Join('&', new[] { model is null ? null : $"model={model}", column is null ? null : $"column={column}" }.OfType<string>());
        return await (client ?? app.Client).PostAsync(new Uri($"score-csv?{query}", UriKind.Relative), content);
    }

    static ByteArrayContent Content(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
