using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Verification;

/// <summary>What an encoder gives for a text.</summary>
static class EncodedIds
{
    /// <summary>The ids of the tokens, padding included, and those of the n-grams, which are none without a wide channel.</summary>
    public static (long[] Ids, int[] NGramIds) Of(TextEncoder encoder, string text)
    {
        var ids = new long[encoder.SequenceLength];
        if (encoder.NGrams is null)
        {
            encoder.Encode(text, ids);
            return (ids, []);
        }

        var nGrams = new NGramIds();
        encoder.Encode(text, ids, nGrams);
        return (ids, nGrams.Values.ToArray());
    }
}
