using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.WebApi.Tests;

/// <summary>Temporary files of the running app.</summary>
public sealed class StorageTests : IDisposable
{
    readonly TempDirectory _directory = new();

    public StorageTests() => new TinyBundle().Write(_directory["models", "tiny"]);

    [Fact]
    public async Task Upload_ProcessIsKilled_LeavesNoTemporaryFile()
    {
        using var app = AppProcess.Start(_directory.Path, Arguments);
        using var client = await app.Connect();
        using var upload = new EndlessUpload();
        using var request = upload.ToRequest();
        using var cancel = new CancellationTokenSource();
        var sending = client.SendAsync(request, cancel.Token);
        await upload.Started.WaitAsync(TimeSpan.FromMinutes(1));

        await app.Kill();

        await cancel.CancelAsync();
        await sending.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(Directory.EnumerateFiles(_directory[AppProcess.TemporaryFolder], "rnntoolkit-*"));
    }

    [SmallDiskFact]
    public async Task Upload_DiskIsFull_IsAProblemWithWordsAndTheAppRecovers()
    {
        using var app = AppProcess.Start(_directory.Path, Arguments, SmallDiskFactAttribute.Wrapper);
        using var client = await app.Connect();

        using var refused = await client.PostAsync("score-csv", Table(rows: 100_000));
        using var scored = await client.PostAsync("score-csv", Table(rows: 10));

        Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("the server's disk is full, so it cannot store the table", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, scored.StatusCode);
    }

    public void Dispose() => _directory.Dispose();

    string[] Arguments => ["--Models", _directory["models"], "--urls", "http://127.0.0.1:0"];

    static StringContent Table(int rows) =>
        new("text\n" + string.Concat(Enumerable.Repeat("good\n", rows)), Encoding.UTF8, new MediaTypeHeaderValue("text/csv"));
}
