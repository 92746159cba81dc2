using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Downloads;

namespace RnnToolkit.Trainer.Tests.Downloads;

public sealed class ArchiveFetchTests : IDisposable
{
    const string Tag = "\"v1\"";
    const string TagHeader = "ETag: \"v1\"\r\n";

    // Three reviews in each of the four folders. Random letters, so that the archive has a few thousand bytes to break at.
    static readonly byte[] s_archive = Archive(3, seed: 1);

    readonly TempDirectory _temp = new();
    readonly List<string> _warnings = [];

    [Fact]
    public async Task Run_GoodServer_PublishesTheArchiveAndNothingElse()
    {
        await using var server = new ScriptedServer(ScriptedServer.Ranges(s_archive, Tag));
        var reports = new List<(long, long?)>();

        var fetched = await Fetch(server, report: (done, size) => reports.Add((done, size)));

        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
        Assert.Equal(["reviews.tar.gz"], Files());
        Assert.Equal((s_archive.Length, Hash(s_archive), false), (fetched.Bytes, fetched.Sha256, fetched.WasThere));
        Assert.Equal((s_archive.Length, s_archive.Length), reports[^1]);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Run_BrokenConnections_ResumesWhereTheyBroke()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Broken(s_archive, 1000, TagHeader), ScriptedServer.Broken(s_archive, 500, TagHeader), ScriptedServer.Ranges(s_archive, Tag));

        await Fetch(server);

        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
        Assert.DoesNotContain("Range:", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Range: bytes=1000-\r\n", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("If-Range: \"v1\"\r\n", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("Range: bytes=1500-\r\n", server.Requests[2], StringComparison.Ordinal);
        Assert.Equal(2, _warnings.Count);
        Assert.EndsWith("at 1,500 bytes", _warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ResetConnection_TriesAgain()
    {
        await using var server = new ScriptedServer(ScriptedServer.Reset(s_archive, 1000, Tag), ScriptedServer.Ranges(s_archive, Tag));

        await Fetch(server);

        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
        Assert.StartsWith("the connection failed: ", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AfterAnotherProcessGaveUp_ResumesItsFile()
    {
        await using (var server = new ScriptedServer(ScriptedServer.Broken(s_archive, 1000, TagHeader), ScriptedServer.Status("503 Busy")))
        {
            var exception = await Assert.ThrowsAsync<IOException>(() => Fetch(server, url: new Uri(server.Url, "/same")));
            Assert.EndsWith("the server answered 503 Busy; gave up after 3 attempts, rerun to resume at 1,000 bytes", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["reviews.part.tar.gz", "reviews.part.tar.gz.json"], Files());
        await using var next = new ScriptedServer(ScriptedServer.Ranges(s_archive, Tag));
        RenameState(next.Url);

        await Fetch(next);

        Assert.Contains("Range: bytes=1000-\r\n", Assert.Single(next.Requests), StringComparison.Ordinal);
        Assert.Equal(["reviews.tar.gz"], Files());
    }

    [Fact]
    public async Task Run_FileOfAnotherAddress_IsNotResumed()
    {
        _temp.Write("data/reviews.part.tar.gz", [1, 2, 3]);
        _temp.Write("data/reviews.part.tar.gz.json", """{"url":"http://elsewhere/archive.tar.gz","validator":"\"v1\"","bytes":3}""");
        await using var server = new ScriptedServer(ScriptedServer.Ranges(s_archive, Tag));

        await Fetch(server);

        Assert.DoesNotContain("Range:", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Run_DamagedState_StartsAgain(string state)
    {
        _temp.Write("data/reviews.part.tar.gz", [1, 2, 3]);
        _temp.Write("data/reviews.part.tar.gz.json", state);
        await using var server = new ScriptedServer(ScriptedServer.Ranges(s_archive, Tag));

        await Fetch(server);

        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
    }

    [Fact]
    public async Task Run_ServerThatIgnoresRanges_StartsAgain()
    {
        await using var server = new ScriptedServer(ScriptedServer.Broken(s_archive, 1000, TagHeader), ScriptedServer.Whole(s_archive, TagHeader));

        await Fetch(server);

        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
    }

    [Fact]
    public async Task Run_FileThatChangesInBetween_IsTheNewOne()
    {
        var changed = Archive(3, seed: 2);
        await using var server = new ScriptedServer(ScriptedServer.Broken(s_archive, 1000, TagHeader), ScriptedServer.Ranges(changed, "\"v2\""));

        await Fetch(server);

        Assert.Equal(changed, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
    }

    // A server that does not know If-Range sends a part of the new file: it must not be joined to the old one.
    [Fact]
    public async Task Run_PartOfAnotherVersion_IsNotJoined()
    {
        var changed = Archive(3, seed: 2);
        await using var server = new ScriptedServer(
            ScriptedServer.Broken(s_archive, 1000, TagHeader), ScriptedServer.Part(changed, 1000, "\"v2\""), ScriptedServer.Ranges(changed, "\"v2\""));

        await Fetch(server);

        Assert.Equal(changed, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
        Assert.Contains(_warnings, warning => warning.StartsWith("the file changed on the server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AnotherPartThanAskedFor_IsNotJoined()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Broken(s_archive, 1000, TagHeader), ScriptedServer.Part(s_archive, 900, Tag), ScriptedServer.Ranges(s_archive, Tag));

        await Fetch(server);

        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
    }

    [Theory]
    [InlineData("ETag: W/\"v1\"\r\n", false)] // If-Range accepts no weak tag
    [InlineData("", false)]
    [InlineData("Last-Modified: Sun, 26 Jun 2011 07:43:05 GMT\r\n", true)]
    public async Task Run_BrokenConnection_ResumesOnlyWithAValidator(string headers, bool resumes)
    {
        await using var server = new ScriptedServer(ScriptedServer.Broken(s_archive, 1000, headers), ScriptedServer.Whole(s_archive));

        await Fetch(server);

        Assert.Equal(resumes, server.Requests[1].Contains("If-Range: Sun, 26 Jun 2011 07:43:05 GMT\r\n", StringComparison.Ordinal));
        Assert.Equal(resumes, server.Requests[1].Contains("Range:", StringComparison.Ordinal));
        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
    }

    [Fact]
    public async Task Run_Redirection_IsFollowed()
    {
        await using var server = new ScriptedServer(ScriptedServer.Ranges(s_archive, Tag));
        await using var door = new ScriptedServer(ScriptedServer.Status("302 Found", $"Location: {server.Url}\r\n"));

        await Fetch(door);

        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
    }

    [Fact]
    public async Task Run_NoSuchFile_FailsAtOnce()
    {
        await using var server = new ScriptedServer(ScriptedServer.Status("404 Not Found"));

        var exception = await Assert.ThrowsAsync<IOException>(() => Fetch(server));

        Assert.Equal($"{server.Url}: the server answered 404 Not Found, expected the file", exception.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Run_BusyServer_IsAskedAgain()
    {
        await using var server = new ScriptedServer(ScriptedServer.Status("503 Busy", "Retry-After: 1\r\n"), ScriptedServer.Status("429 Slow down"), ScriptedServer.Ranges(s_archive, Tag));

        await Fetch(server);

        Assert.Equal(3, server.Requests.Count);
        Assert.StartsWith("the server answered 503 Busy; trying again in ", _warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SilentServer_IsLeftAndResumed()
    {
        await using var server = new ScriptedServer(ScriptedServer.Silent(s_archive, 1000, Tag), ScriptedServer.Ranges(s_archive, Tag));

        await Fetch(server, new DownloadLimits { FirstPause = TimeSpan.FromMilliseconds(1), Silence = TimeSpan.FromMilliseconds(300) });

        Assert.StartsWith("the server was silent for ", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal(s_archive, File.ReadAllBytes(_temp["data", "reviews.tar.gz"]));
    }

    [Fact]
    public async Task Run_NobodyThere_FailsAfterItsAttempts()
    {
        var server = new ScriptedServer(ScriptedServer.Status("200 OK"));
        var url = server.Url;
        await server.DisposeAsync();

        var exception = await Assert.ThrowsAsync<IOException>(() => Fetch(null, url: url));

        Assert.Contains("the connection failed: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("gave up after 3 attempts, rerun to resume at 0 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TooLittleWithoutALength_IsNoArchive()
    {
        await using var server = new ScriptedServer(ScriptedServer.WithoutLength(s_archive[..^100]));

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(server));

        Assert.Contains("found a damaged or truncated archive, expected a complete one; the download was deleted", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Run_KnownSize_RefusesAnother()
    {
        await using var shorter = new ScriptedServer(ScriptedServer.WithoutLength(s_archive[..^100]));
        await using var longer = new ScriptedServer(ScriptedServer.WithoutLength([.. s_archive, .. s_archive]));
        await using var page = new ScriptedServer(ScriptedServer.Whole(Encoding.ASCII.GetBytes("<html>log in first</html>")));

        var tooLittle = await Assert.ThrowsAsync<IOException>(() => Fetch(shorter, isUsual: true));
        var tooMuch = await Assert.ThrowsAsync<IOException>(() => Fetch(longer, isUsual: true));
        var other = await Assert.ThrowsAsync<IOException>(() => Fetch(page, isUsual: true));

        Assert.Contains(FormattableString.Invariant($"the server sent {s_archive.Length - 100:N0} of {s_archive.Length:N0} bytes"), tooLittle.Message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"found more than {s_archive.Length:N0} bytes, expected so many"), tooMuch.Message, StringComparison.Ordinal);
        Assert.EndsWith(FormattableString.Invariant($"found a file of 25 bytes, expected {s_archive.Length:N0}"), other.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("reviews.tar.gz", Files());
    }

    [Fact]
    public async Task Run_UnknownSize_HasALimit()
    {
        await using var server = new ScriptedServer(ScriptedServer.WithoutLength(s_archive));

        var exception = await Assert.ThrowsAsync<IOException>(() => Fetch(server, new DownloadLimits { MostBytes = 1000 }));

        Assert.EndsWith("found more than 1,000 bytes, expected at most so many", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherHash_IsRefusedAndDeleted()
    {
        await using var server = new ScriptedServer(ScriptedServer.Ranges(s_archive, Tag));
        var pinned = new string('0', 64);

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(server, sha256: pinned));

        Assert.Equal($"{server.Url}: found SHA-256 {Hash(s_archive)}, expected {pinned}; the download was deleted", exception.Message);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Run_UsualAddress_HasTheUsualHash()
    {
        var other = (byte[])s_archive.Clone();
        other[4] ^= 1; // the time in the gzip header: the same contents
        await using var server = new ScriptedServer(ScriptedServer.Ranges(other, Tag));

        await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(server, isUsual: true));
        await Fetch(server); // elsewhere, contents decide
    }

    [Fact]
    public async Task Run_OtherContents_IsRefusedAndDeleted()
    {
        await using var server = new ScriptedServer(ScriptedServer.Ranges(Archive(2, seed: 1), Tag));

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(server));

        Assert.Contains(
            "found 2 reviews in test/neg, 2 reviews in test/pos, 2 reviews in train/neg, 2 reviews in train/pos, expected 3 in each of test/neg, test/pos, train/neg and train/pos",
            exception.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Run_FileThatIsThere_IsCheckedAndKept()
    {
        await using var server = new ScriptedServer(ScriptedServer.Status("500 Never asked"));
        _temp.Write("data/reviews.tar.gz", s_archive);
        Assert.True((await Fetch(server)).WasThere);

        _temp.Write("data/reviews.tar.gz", s_archive[..^100]);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(server));

        Assert.EndsWith("expected a complete one; delete it, and rerun to download it again", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["reviews.tar.gz"], Files());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Run_Cancelled_KeepsWhatArrived()
    {
        await using var server = new ScriptedServer(ScriptedServer.Silent(s_archive, 1000, Tag));
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(server, report: (_, _) => cancel.Cancel(), cancellationToken: cancel.Token));

        Assert.Equal(1000, new FileInfo(_temp["data", "reviews.part.tar.gz"]).Length);
        Assert.Equal(["reviews.part.tar.gz", "reviews.part.tar.gz.json"], Files());
    }

    [Fact]
    public async Task Run_TwoAtOnce_TheSecondIsRefused()
    {
        Directory.CreateDirectory(_temp["data"]);
        using var first = PartialFile.Open(_temp["data", "reviews.part.tar.gz"], new Uri("http://127.0.0.1/"));

        await Assert.ThrowsAsync<IOException>(() => Fetch(null, url: new Uri("http://127.0.0.1:9/")));
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>An archive of reviews.</summary>
    internal static byte[] Archive(int textsPerFolder, int seed, int length = 100)
    {
        var random = new Random(seed);
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var folder in new[] { "train/pos", "train/neg", "test/pos", "test/neg" })
            {
                for (var i = 0; i < textsPerFolder; i++)
                {
                    var text = string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1)));
                    tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"aclImdb/{folder}/{i}_1.txt")
                    {
                        DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)),
                        ModificationTime = DateTimeOffset.UnixEpoch,
                    });
                }
            }
        }

        return bytes.ToArray();
    }

    async Task<FetchedFile> Fetch(
        ScriptedServer? server, DownloadLimits? limits = null, Uri? url = null, string? sha256 = null, bool isUsual = false, Action<long, long?>? report = null,
        CancellationToken cancellationToken = default)
    {
        limits ??= new DownloadLimits { MostFailures = 3, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(10) };
        url ??= server!.Url;
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var archive = new RemoteArchive("reviews.tar.gz", url, s_archive.Length, Hash(s_archive), 3);
        var fetch = new ArchiveFetch(archive, new ResumableDownload(client, limits, TimeProvider.System, _warnings.Add));
        return await fetch.Run(_temp["data"], isUsual ? null : url, sha256, report ?? ((_, _) => { }), cancellationToken).WaitAsync(TimeSpan.FromMinutes(2), CancellationToken.None);
    }

    string[] Files() => Directory.Exists(_temp["data"]) ? [.. Directory.GetFiles(_temp["data"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)!] : [];

    // The next server has another port.
    void RenameState(Uri url)
    {
        var path = _temp["data", "reviews.part.tar.gz.json"];
        var state = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        state["url"] = url.AbsoluteUri;
        File.WriteAllText(path, state.ToJsonString());
    }

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
