using System.IO.Compression;

namespace RnnToolkit.Scorer.Output;

/// <summary>
/// Writes gzip data in members that can be ended at any time: readers see one stream, and everything up to the end of a member stays
/// valid whatever happens later.
/// </summary>
sealed class GzipMembers(Stream file) : IDisposable
{
    GZipStream? _member;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _member ??= new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
        _member.Write(bytes);
    }

    public void EndMember()
    {
        _member?.Dispose();
        _member = null;
    }

    public void Dispose() => EndMember();
}
