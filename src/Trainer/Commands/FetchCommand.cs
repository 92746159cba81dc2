using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Options;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Downloads;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer data fetch</c>: downloads a public data set. The one command of the project that talks to a network.</summary>
sealed class FetchCommand : Command
{
    const string Imdb = "imdb";
    const int MegaByte = 1_000_000;
    const int HashDigits = 64;
    const int MostRedirections = 5;

    static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(30);

    readonly Argument<string> _name = new("name") { Description = $"The data set: {Imdb}, the Large Movie Review Dataset (84 MB)." };

    readonly Option<string> _output = new("--output") { Description = "The folder to write the archive to.", DefaultValueFactory = _ => "." };

    readonly Option<string?> _url = new("--url") { Description = $"Another address of the archive, http or https. Default: {RemoteArchive.Imdb.Url}" };

    readonly Option<string?> _sha256 = new("--sha256")
    {
        Description = "The SHA-256 that the archive must have. Default: that of the usual archive; none with --url, where only its contents are checked.",
    };

    public FetchCommand()
        : base("fetch", "Downloads a public data set and checks it. An interrupted download is resumed. Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.")
    {
        Add(_name);
        foreach (var option in (Option[])[_output, _url, _sha256])
        {
            Add(option);
        }

        SetAction(Run);
    }

    async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (parsed.GetValue(_name) is var name && name != Imdb)
        {
            problems.Add($"found \"{name}\", expected {Imdb}");
        }

        Uri? url = null;
        if (parsed.GetValue(_url) is { } address && (!Uri.TryCreate(address, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https")))
        {
            problems.Add($"--url: found \"{address}\", expected an address that starts with https:// or http://");
        }

        var sha256 = parsed.GetValue(_sha256)?.ToLowerInvariant();
        if (sha256 is not null && (sha256.Length != HashDigits || !sha256.All(char.IsAsciiHexDigit)))
        {
            problems.Add($"--sha256: found \"{sha256}\", expected {HashDigits} hexadecimal digits");
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(FetchCommand), typeof(FetchCommand), problems);
        }

        using var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = s_connectTimeout,
            MaxAutomaticRedirections = MostRedirections,
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // the download has limits of its own
        var error = StandardError.Of(parsed);
        var logger = error.Logger<FetchCommand>();
        FetchedFile? fetched = null;
        double? share = null;
        await error.Progress().RunAsync("Downloading", "MB", () => share, async progress =>
        {
            long? start = null;
            var fetch = new ArchiveFetch(
                RemoteArchive.Imdb, new ResumableDownload(client, new DownloadLimits(), TimeProvider.System, warning => Log.DataWarning(logger, warning)));
            fetched = await fetch.Run(parsed.GetValue(_output)!, url, sha256, (done, size) =>
            {
                share = size > 0 ? (double)done / size : null;
                if (start is null)
                {
                    start = done;
                    progress.Restart();
                }

                progress.Report((done - start.Value) / MegaByte);
            }, cancellationToken);
        });
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine(Invariant($"{fetched!.Path}{(fetched.WasThere ? " was there already, and is good" : "")}: {fetched.Bytes:N0} bytes, SHA-256 {fetched.Sha256}"));
        return ExitCode.Done;
    }
}
