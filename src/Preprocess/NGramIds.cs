using System.Runtime.InteropServices;

namespace RnnToolkit.Preprocess;

/// <summary>A reusable buffer for the n-gram ids of one text. Not thread-safe.</summary>
public sealed class NGramIds
{
    readonly NGramReader _reader = new();

    /// <summary>The distinct ids of the text's n-grams that are in the table, in ascending order. Valid until the buffer is used for the next text.</summary>
    public ReadOnlySpan<int> Values => MemoryMarshal.Cast<uint, int>(_reader.Found);

    internal NGramReader Reader => _reader;
}
