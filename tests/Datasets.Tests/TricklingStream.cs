using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets.Tests;

/// <summary>Bytes that come a few at a time.</summary>
sealed class TricklingStream(byte[] bytes) : ForwardStream
{
    readonly Random _random = new(3);
    int _position;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, bytes.Length - _position), 1 + _random.Next(5000));
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
