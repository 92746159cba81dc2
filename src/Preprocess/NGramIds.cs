namespace RnnToolkit.Preprocess;

/// <summary>The n-grams of one text, in a buffer that is used again for the next one. Not thread-safe.</summary>
public sealed class NGramIds
{
    readonly NGramReader _reader = new();

    /// <summary>The distinct ids of the n-grams that are in the table, ascending. Valid until the next text is read into this buffer.</summary>
    public ReadOnlySpan<int> Values => System.Runtime.InteropServices.MemoryMarshal.Cast<uint, int>(_reader.Found);

    internal NGramReader Reader => _reader;
}
