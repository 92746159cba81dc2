using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace RnnToolkit.WebApi.Tests;

/// <summary>Limits that keep one client from blocking the others.</summary>
public sealed class LimitTests(WebApp app) : IClassFixture<WebApp>
{
    const int QueueLimit = 16;

    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task SlowUploads_AsManyAsMayWait_DoNotBlockScoring()
    {
        using var cancel = new CancellationTokenSource();
        var uploads = Enumerable.Range(0, Environment.ProcessorCount + QueueLimit + 1).Select(_ => new EndlessUpload()).ToList();
        var sending = uploads.Select(async upload =>
        {
            using var request = upload.ToRequest();
            using var response = await app.Client.SendAsync(request, cancel.Token);
        }).ToList();
        await Task.WhenAll(uploads.Select(upload => upload.Started)).WaitAsync(s_limit);

        using var table = await Post(app);
        var (status, _) = await app.Post("score", new { texts = new[] { "good" } });

        Assert.Equal(HttpStatusCode.OK, table.StatusCode);
        Assert.Equal(200, status);
        await cancel.CancelAsync();
        await Task.WhenAll(sending).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(s_limit);
    }

    [Fact]
    public async Task Tables_MoreThanMayWait_AreRefusedWithRetryAfter()
    {
        using var cancel = new CancellationTokenSource();
        var limiter = app.Services.GetRequiredService<ConcurrencyLimiter>();
        using var running = limiter.AttemptAcquire(Environment.ProcessorCount);
        Assert.True(running.IsAcquired);
        var waiting = Enumerable.Range(0, QueueLimit).Select(_ => limiter.AcquireAsync(permitCount: 1, cancel.Token).AsTask()).ToList();

        using var refused = await Post(app);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.Equal("too many tables are waiting to be scored; retry later", await Detail(refused));

        running.Dispose();
        await cancel.CancelAsync();
        await Task.WhenAll(waiting).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(s_limit);
        foreach (var granted in waiting.Where(each => each.IsCompletedSuccessfully))
        {
            (await granted).Dispose();
        }

        using var next = await Post(app);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Upload_BeyondItsDeadline_IsRefused()
    {
        await using var impatient = await WebApp.Start("--UploadSeconds", "1");
        using var limit = new CancellationTokenSource(s_limit);
        using var connection = new TcpClient(); // HttpClient reads no answer before it has sent everything
        await connection.ConnectAsync(impatient.Address.Host, impatient.Address.Port, limit.Token);
        await using var stream = connection.GetStream();

        await stream.WriteAsync("POST /score-csv HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\ntext\n"u8.ToArray(), limit.Token);

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(limit.Token);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("the body arrived too slowly; send a smaller table or use a faster connection", answer, StringComparison.Ordinal);
        using var next = await Post(impatient);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Requests_MoreThanAMinuteAllows_AreRefusedWithRetryAfterButHealthAnswers()
    {
        await using var strict = await WebApp.Start("--RequestsPerMinute", "1");

        // More than two, because the minute may end between two of them.
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await strict.Client.GetAsync("models"));
        }

        Assert.Equal(HttpStatusCode.OK, answers[0].StatusCode);
        var refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("too many requests; retry after the seconds in the Retry-After header", await Detail(refused));
        Assert.Equal("Healthy", await strict.Client.GetStringAsync("health"));
        answers.ForEach(answer => answer.Dispose());
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("attacker.example", HttpStatusCode.BadRequest)]
    public async Task Host_OnlyAllowedNames_AreAnswered(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "models") { Headers = { Host = host } };

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    static Task<HttpResponseMessage> Post(WebApp app) =>
        app.Client.PostAsync("score-csv", new StringContent("text\ngood\n", Encoding.UTF8, new MediaTypeHeaderValue("text/csv")));

    static async Task<string?> Detail(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
}
