using System.Net;
using System.Net.Http.Headers;

namespace RnnToolkit.WebApi.Tests;

/// <summary>A table whose upload begins and never ends. The client sends it only after the server has begun to read.</summary>
sealed class EndlessUpload : HttpContent
{
    readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EndlessUpload() => Headers.ContentType = new MediaTypeHeaderValue("text/csv");

    /// <summary>Ends when the server has begun to read.</summary>
    public Task Started => _started.Task;

    /// <summary>The request that carries it.</summary>
    public HttpRequestMessage ToRequest() => new(HttpMethod.Post, "score-csv") { Content = this, Headers = { ExpectContinue = true } };

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("text\ngood\n"u8.ToArray(), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _started.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
