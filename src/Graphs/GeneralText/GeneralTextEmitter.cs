using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>
/// The general preprocessing as nodes: raw text to the ids and n-grams that <see cref="TextEncoder"/> gives. <see cref="TextInputEmitter"/> does the same
/// for the paper's steps.
/// </summary>
static class GeneralTextEmitter
{
    // Fingerprint and id are numbers of at most five bytes, each with a byte before it. A character of Unicode is a string of at most four bytes and a number.
    const long BytesPerNGram = 12;
    const long BytesOfCharacters = 12 * 0x110000;

    /// <summary>An upper bound for the bytes that n-grams and characters take.</summary>
    public static long LargestSize(int nGrams) => BytesOfCharacters + (BytesPerNGram * nGrams);

    /// <summary>Adds the preprocessing.</summary>
    /// <param name="encoder">The encoder whose ids the nodes give.</param>
    /// <param name="texts">Strings [B].</param>
    /// <returns>Ids [B, sequence length], and ids of n-grams [B, N]; null without a wide channel.</returns>
    public static (string Ids, string? NGramIds) Emit(OnnxGraphBuilder graph, TextEncoder encoder, string texts)
    {
        var ops = new IntegerOps(graph);
        var text = CleanTextEmitter.Emit(ops, encoder.Config, texts);
        var tokens = GeneralTokenEmitter.Emit(ops, encoder.Config, text);
        var (numbers, ids) = TokenIdEmitter.Emit(ops, encoder, tokens);
        var packed = PackingEmitter.Emit(ops, encoder.Config, text.BatchSize, ids.Name, GraphTensorNames.InputIds);
        return (packed, encoder.NGrams is null ? null : NGramEmitter.Emit(ops, encoder, tokens, numbers, GraphTensorNames.NGramIds));
    }
}
