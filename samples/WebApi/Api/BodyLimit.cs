using Microsoft.AspNetCore.Http.Metadata;

namespace RnnToolkit.WebApi.Api;

/// <summary>The largest body that an endpoint takes; the server refuses a larger one with 413.</summary>
sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => Bytes;
}
