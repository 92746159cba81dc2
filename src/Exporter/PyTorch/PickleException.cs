namespace RnnToolkit.Exporter.PyTorch;

/// <summary>A pickle holds something that is refused, or ends too early.</summary>
sealed class PickleException(long position, string found, string expected) : Exception($"byte {position}: found {found}, expected {expected}")
{
    public long Position { get; } = position;

    public string Found { get; } = found;

    public string Expected { get; } = expected;
}
