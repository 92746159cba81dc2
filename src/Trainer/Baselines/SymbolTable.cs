using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Vectors;

namespace RnnToolkit.Trainer.Baselines;

/// <summary>The words that hidden Markov models emit. Immutable.</summary>
sealed class SymbolTable
{
    const int None = -1;

    readonly TextEncoder _encoder;
    readonly int[] _symbolOf; // by token id; 0 is every unknown word

    SymbolTable(TextEncoder encoder, int[] symbolOf, float[] vectors, int width) =>
        (_encoder, _symbolOf, Vectors, Width) = (encoder, symbolOf, vectors, width);

    /// <summary>The vector of each symbol [symbols, <see cref="Width"/>]; empty without vectors.</summary>
    public float[] Vectors { get; }

    public int Width { get; }

    public int Count => _symbolOf.Max() + 1;

    /// <summary>All words of the vocabulary, and one symbol for all unknown words.</summary>
    public static SymbolTable OfWords(TextEncoder encoder) => new(encoder, [.. Enumerable.Range(0, encoder.Vocabulary.TableSize)], [], 0);

    /// <summary>The words of the vocabulary that a file has vectors for. Other words are passed over, in every model alike.</summary>
    /// <exception cref="DatasetException">The file cannot be read, or has a vector for none of the words.</exception>
    public static SymbolTable OfVectors(TextEncoder encoder, string path, CancellationToken cancellationToken)
    {
        using var reader = WordVectorReader.Open(path);
        int[] symbolOf = [.. Enumerable.Repeat(None, encoder.Vocabulary.TableSize)];
        var (vectors, vector) = (new List<float>(), new float[reader.Width]);
        while (reader.Read(vector) is { } word)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (encoder.Vocabulary.IdOf(word) is var id and not Vocabulary.UnknownId && symbolOf[id] == None)
            {
                symbolOf[id] = vectors.Count / reader.Width;
                vectors.AddRange(vector);
            }
        }

        return vectors.Count > 0
            ? new SymbolTable(encoder, symbolOf, [.. vectors], reader.Width)
            : throw new DatasetException(path, null, "a vector for no word of the training texts", "vectors for their words");
    }

    /// <summary>The symbols of texts: of the tokens that a recurrent model with this preprocessing reads.</summary>
    public int[][] Encode(IReadOnlyList<CorpusText> texts, CancellationToken cancellationToken)
    {
        var (encoded, ids) = (new int[texts.Count][], new long[_encoder.SequenceLength]);
        foreach (var (index, text) in texts.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = _encoder.Encode(text.Text, ids).TokenCount;
            var tokens = _encoder.Config.Padding == PaddingSide.Left ? ids.AsSpan(ids.Length - count) : ids.AsSpan(0, count);
            var symbols = new List<int>(count);
            foreach (var id in tokens)
            {
                var symbol = _symbolOf[id < _symbolOf.Length ? (int)id : 0]; // unknown words may have rows of their own
                if (symbol != None)
                {
                    symbols.Add(symbol);
                }
            }

            encoded[index] = [.. symbols];
        }

        return encoded;
    }

    /// <summary>The word of each symbol.</summary>
    public string[] Words()
    {
        var words = new string[Count];
        foreach (var (id, symbol) in _symbolOf.Index().Where(pair => pair.Item != None))
        {
            words[symbol] = id == 0 ? "(unknown)" : _encoder.Vocabulary.Tokens[id - 1];
        }

        return words;
    }
}
