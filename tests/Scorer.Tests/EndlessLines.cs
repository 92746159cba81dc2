using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Scorer.Tests;

/// <summary>A pipe that never ends, and does something once it has given enough.</summary>
sealed class EndlessLines(long afterBytes, Action action) : ForwardStream
{
    static readonly byte[] s_line = "good film, awful plot\n"u8.ToArray();
    long _given;

    public override int Read(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = s_line[(int)(_given++ % s_line.Length)];
        }

        if (_given >= afterBytes && _given - buffer.Length < afterBytes)
        {
            action();
        }

        return buffer.Length;
    }
}
