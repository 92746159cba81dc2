namespace RnnToolkit.Preprocess;

/// <summary>Text to token ids. The one encoder of training, export and scoring: same text, same ids. Thread-safe.</summary>
public sealed class TextEncoder
{
    readonly Tokenizer _tokenizer;

    /// <summary>Creates an encoder.</summary>
    /// <exception cref="ArgumentException">The configuration is not valid; the message lists every problem.</exception>
    public TextEncoder(PreprocessConfig config, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _tokenizer = new Tokenizer(config);
        Config = config;
        Vocabulary = vocabulary;
    }

    /// <summary>The steps, the length and the padding.</summary>
    public PreprocessConfig Config { get; }

    /// <summary>The tokens and their ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Ids per text.</summary>
    public int SequenceLength => Config.SequenceLength;

    /// <summary>Writes the ids of one text: its first tokens, padded with 0.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <param name="ids">Receives exactly <see cref="SequenceLength"/> ids.</param>
    /// <exception cref="ArgumentException"><paramref name="ids"/> has another length.</exception>
    public EncodedText Encode(ReadOnlySpan<char> text, Span<long> ids)
    {
        if (ids.Length != SequenceLength)
        {
            throw new ArgumentException($"found room for {ids.Length} ids, expected {SequenceLength}", nameof(ids));
        }

        var (count, unknown, truncated) = (0, 0, false);
        using var tokens = _tokenizer.Enumerate(text);
        while (tokens.MoveNext())
        {
            if (count == ids.Length)
            {
                truncated = true;
                break;
            }

            var id = Vocabulary.IdOf(tokens);
            unknown += id == Vocabulary.UnknownId ? 1 : 0;
            ids[count++] = id;
        }

        if (Config.Padding == PaddingSide.Left)
        {
            ids[..count].CopyTo(ids[^count..]);
            ids[..^count].Clear();
        }
        else
        {
            ids[count..].Clear();
        }

        return new EncodedText(count, unknown, truncated);
    }

    /// <summary>Lists every token of a text and says what <see cref="Encode"/> does with it. For display: it allocates.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <returns>The tokens in the order of the text, including removed stop words and the tokens beyond <see cref="SequenceLength"/>.</returns>
    public List<TextToken> Tokens(ReadOnlySpan<char> text)
    {
        var (tokens, read) = (new List<TextToken>(), 0);
        using var source = _tokenizer.EnumerateWithStopWords(text);
        while (source.MoveNext())
        {
            var (id, status) = source.IsStopWord ? (Vocabulary.UnknownId, TokenStatus.StopWord)
                : read == SequenceLength ? (Vocabulary.UnknownId, TokenStatus.BeyondLimit)
                : Vocabulary.IdOf(source) is var found and not Vocabulary.UnknownId ? (found, TokenStatus.Known)
                : (Vocabulary.UnknownId, TokenStatus.Unknown);
            read += status is TokenStatus.Known or TokenStatus.Unknown ? 1 : 0;
            var (start, length) = source.CurrentRange.GetOffsetAndLength(text.Length);
            tokens.Add(new TextToken(source.Current.ToString(), id, start, length, status));
        }

        return tokens;
    }

    /// <summary>Encodes texts into a batch of shape [texts, <see cref="SequenceLength"/>].</summary>
    public EncodedBatch EncodeBatch(IReadOnlyList<string> texts)
    {
        var batch = new EncodedBatch(texts.Count, SequenceLength);
        for (var row = 0; row < texts.Count; row++)
        {
            Encode(texts[row], batch.Row(row));
        }

        return batch;
    }
}
