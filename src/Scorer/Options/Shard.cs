using System.Globalization;

namespace RnnToolkit.Scorer.Options;

/// <summary>One of <paramref name="Count"/> parts of a file, counted from 0.</summary>
readonly record struct Shard(int Index, int Count)
{
    public const string Expected = "i/n with 0 <= i < n, for example 0/8 to 7/8";

    public static Shard? Parse(string text)
    {
        var separator = text.IndexOf('/', StringComparison.Ordinal);
        return separator > 0
            && int.TryParse(text.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index < count
            ? new Shard(index, count)
            : null;
    }

    /// <summary>The byte at which this shard begins in a file of <paramref name="length"/> bytes.</summary>
    public long Begin(long length) => (long)((Int128)length * Index / Count);

    /// <summary>The byte at which the next shard begins; null for the last one, which reads to the end.</summary>
    public long? End(long length) => Index + 1 == Count ? null : new Shard(Index + 1, Count).Begin(length);

    public override string ToString() => Invariant($"{Index}/{Count}");
}
