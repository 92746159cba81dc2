using System.Net;
using System.Net.Http.Headers;

namespace RnnToolkit.WebApi.Tests;

/// <summary>A table that begins, and ends no sooner than it is told to.</summary>
sealed class EndlessUpload : HttpContent
{
    readonly Task _release;

    public EndlessUpload(Task release)
    {
        _release = release;
        Headers.ContentType = new MediaTypeHeaderValue("text/csv");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync("text\ngood\n"u8.ToArray());
        await stream.FlushAsync();
        await _release;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
