using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>
/// The preprocessing as nodes: raw text to the ids that <see cref="TextEncoder"/> gives, to the last one, so that one ONNX file needs
/// no code around it. Words are numbers here, because ONNX can cut strings into characters but cannot put them together again.
/// </summary>
/// <remarks>
/// The steps do not run one after the other, as in Python, but on the characters of the raw text, as in <see cref="TokenEnumerator"/>,
/// whose remarks say why that is the same.
/// </remarks>
static class TextInputEmitter
{
    /// <summary>
    /// The longest token of a vocabulary, in characters. Each few characters of it are nodes, and the time that ONNX Runtime takes to load
    /// a graph grows with the square of their number: a second for 2,000 characters, half a minute and gigabytes for 10,000.
    /// </summary>
    public const int LongestToken = 1000;

    // A step of the trie is a key and a node, and a node has a value: three numbers of at most ten bytes.
    const long BytesPerChunk = 30;

    /// <summary>An upper bound for the bytes that a vocabulary takes.</summary>
    public static long LargestSize(Vocabulary vocabulary) =>
        BytesPerChunk * vocabulary.Tokens.Sum(token => 1 + ((long)token.Length / TokenTrie.ShortestChunk));

    /// <summary>Adds the preprocessing.</summary>
    /// <param name="encoder">The encoder whose ids the nodes give.</param>
    /// <param name="texts">Strings [B].</param>
    /// <returns>Ids [B, sequence length].</returns>
    public static string Emit(OnnxGraphBuilder graph, TextEncoder encoder, string texts, string ids)
    {
        var (config, vocabulary) = (encoder.Config, encoder.Vocabulary);
        var (ops, classes) = (new IntegerOps(graph), new CharacterClasses(config));
        var trie = new TokenTrie(classes.KeptAlphabet, Tokens(config, vocabulary, classes.KeptAlphabet));
        var rows = CharacterEmitter.Emit(ops, classes, texts);
        var tokens = TokenEmitter.Emit(ops, classes, config, trie, rows);
        var found = LookUpEmitter.Emit(ops, trie, tokens);
        if (config.Steps.Contains(PreprocessStep.ExpandAbbreviations))
        {
            var abbreviations = AbbreviationEmitter.Emit(ops, classes, rows);
            found = ExpansionEmitter.Emit(ops, Expansions(config, vocabulary), tokens, abbreviations, found);
        }

        return PackingEmitter.Emit(ops, config, rows.BatchSize, found, ids);
    }

    /// <summary>What tokens are worth: stop words nothing, the others their id. Tokens that no text can give are left out.</summary>
    static Dictionary<string, long> Tokens(PreprocessConfig config, Vocabulary vocabulary, Alphabet alphabet)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        if (config.Steps.Contains(PreprocessStep.RemoveStopWords))
        {
            foreach (var word in StopWords.English.Words.Where(alphabet.Spells))
            {
                values[word] = LookUpEmitter.None;
            }
        }

        for (var id = 1; id <= vocabulary.Count; id++)
        {
            if (vocabulary.Tokens[id - 1] is var token && alphabet.Spells(token))
            {
                values.TryAdd(token, id);
            }
        }

        return values;
    }

    /// <summary>The ids of each expansion, which is not expanded again.</summary>
    static long[][] Expansions(PreprocessConfig config, Vocabulary vocabulary)
    {
        var tokenizer = new Tokenizer(config with { Steps = [.. config.Steps.Where(step => step != PreprocessStep.ExpandAbbreviations)] });
        return [..
            from entry in Abbreviations.English.Entries
            select tokenizer.Tokenize(entry.Value).Select(token => (long)vocabulary.IdOf(token)).ToArray()];
    }
}
