namespace RnnToolkit.Preprocess;

/// <summary>Text to token ids. The one encoder of training, export and scoring: same text, same ids. Thread-safe.</summary>
public sealed class TextEncoder
{
    readonly Tokenizer _tokenizer;

    /// <summary>Creates an encoder.</summary>
    /// <param name="config">The steps, the length, the padding, the n-grams.</param>
    /// <param name="vocabulary">The tokens and their ids.</param>
    /// <param name="nGrams">The n-grams of the wide channel and their ids; null when only token ids are needed.</param>
    /// <exception cref="ArgumentException">
    /// The configuration is not valid (the message lists every problem), or <paramref name="nGrams"/> is given and the configuration has no n-grams.
    /// </exception>
    public TextEncoder(PreprocessConfig config, Vocabulary vocabulary, NGramTable? nGrams = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _tokenizer = new Tokenizer(config);
        Config = config;
        Vocabulary = vocabulary;
        NGrams = nGrams;
        if (nGrams is not null && config.NGrams is null)
        {
            throw new ArgumentException("found a table of n-grams, expected none: the configuration has no nGrams", nameof(nGrams));
        }
    }

    /// <summary>The steps, the length and the padding.</summary>
    public PreprocessConfig Config { get; }

    /// <summary>The tokens and their ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The n-grams of the wide channel; null without one.</summary>
    public NGramTable? NGrams { get; }

    /// <summary>Ids per text.</summary>
    public int SequenceLength => Config.SequenceLength;

    /// <summary>Rows of the embedding table: row 0, one per token of the vocabulary, and the rows of unknown words. Every id is smaller.</summary>
    public int TableSize => Vocabulary.TableSize + Config.UnknownRows;

    /// <summary>The id that a word of the vocabulary would have if it were not in there: one of the rows of unknown words, or 0 without such rows.</summary>
    public int UnknownIdOf(ReadOnlySpan<char> token) =>
        Config.UnknownRows > 0 ? Vocabulary.TableSize + UnknownWords.RowOf(token, Config.UnknownRows) : Vocabulary.UnknownId;

    /// <summary>Writes the ids of one text, padded with 0.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <param name="ids">Receives exactly <see cref="SequenceLength"/> ids.</param>
    /// <exception cref="ArgumentException"><paramref name="ids"/> has another length.</exception>
    public EncodedText Encode(ReadOnlySpan<char> text, Span<long> ids) => Encode(text, ids, reader: null);

    /// <summary>Writes the ids of one text, padded with 0, and the ids of its n-grams, from the same pass over the text.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <param name="ids">Receives exactly <see cref="SequenceLength"/> ids.</param>
    /// <param name="nGrams">Receives the ids of the n-grams in the first <see cref="NGramConfig.MaxTokens"/> tokens; the sequence length does not limit them.</param>
    /// <exception cref="ArgumentException"><paramref name="ids"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">The encoder was created without a table of n-grams.</exception>
    public EncodedText Encode(ReadOnlySpan<char> text, Span<long> ids, NGramIds nGrams)
    {
        ArgumentNullException.ThrowIfNull(nGrams);
        if (NGrams is null)
        {
            throw new InvalidOperationException("The encoder was created without a table of n-grams.");
        }

        nGrams.Reader.Start(Config.NGrams!, NGrams);
        var encoded = Encode(text, ids, nGrams.Reader);
        nGrams.Reader.Finish();
        return encoded;
    }

    EncodedText Encode(ReadOnlySpan<char> text, Span<long> ids, NGramReader? reader)
    {
        var dropped = (0, 0);
        return Encode(text, ids, reader, ref dropped, toEnd: false);
    }

    EncodedText Encode(ReadOnlySpan<char> text, Span<long> ids, NGramReader? reader, ref (int Tokens, int Unknown) dropped, bool toEnd)
    {
        if (ids.Length != SequenceLength)
        {
            throw new ArgumentException($"found room for {ids.Length} ids, expected {SequenceLength}", nameof(ids));
        }

        // The ids after the head are a ring buffer: each token of a longer text replaces the oldest one in it.
        var head = HeadLength;
        var tail = ids.Length - head;
        var read = 0L;
        using var tokens = _tokenizer.Enumerate(text);
        while (tokens.MoveNext())
        {
            if (read < ids.Length)
            {
                ids[(int)read] = IdOf(tokens);
            }
            else if (tail > 0)
            {
                ref var oldest = ref ids[head + (int)((read - head) % tail)];
                dropped = (dropped.Tokens + 1, dropped.Unknown + (IsUnknown(oldest) ? 1 : 0));
                oldest = IdOf(tokens);
            }
            else if (toEnd)
            {
                dropped = (dropped.Tokens + 1, dropped.Unknown + (Vocabulary.IdOf(tokens) == Vocabulary.UnknownId ? 1 : 0));
            }
            else if (reader is null or { IsFull: true })
            {
                read++;
                break;
            }

            read++;
            if (reader is { IsFull: false })
            {
                reader.Add(tokens);
            }
        }

        var count = (int)Math.Min(read, ids.Length);
        if (read > ids.Length && tail > 0)
        {
            RotateLeft(ids[head..], (int)((read - head) % tail));
        }

        var unknown = CountUnknown(ids[..count]);
        if (Config.Padding == PaddingSide.Left)
        {
            ids[..count].CopyTo(ids[^count..]);
            ids[..^count].Clear();
        }
        else
        {
            ids[count..].Clear();
        }

        return new EncodedText(count, unknown, Truncated: read > ids.Length);
    }

    /// <summary>Writes the ids of one text, padded with 0, and reads it to its end.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <param name="ids">Receives exactly <see cref="SequenceLength"/> ids.</param>
    /// <param name="all">The tokens of the text, also those that are not kept, and those of them that are not in the vocabulary.</param>
    /// <exception cref="ArgumentException"><paramref name="ids"/> has another length.</exception>
    public EncodedText Encode(ReadOnlySpan<char> text, Span<long> ids, out (int Tokens, int Unknown) all)
    {
        var dropped = (Tokens: 0, Unknown: 0);
        var encoded = Encode(text, ids, reader: null, ref dropped, toEnd: true);
        all = (encoded.TokenCount + dropped.Tokens, encoded.UnknownCount + dropped.Unknown);
        return encoded;
    }

    /// <summary>Lists every token of a text and says what <see cref="Encode(ReadOnlySpan{char}, Span{long})"/> does with it. For display: it allocates.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <returns>The tokens in the order of the text, including removed stop words and the tokens beyond <see cref="SequenceLength"/>.</returns>
    public List<TextToken> Tokens(ReadOnlySpan<char> text)
    {
        var (tokens, read) = (new List<TextToken>(), 0);
        using var source = _tokenizer.EnumerateWithStopWords(text);
        while (source.MoveNext())
        {
            var id = source.IsStopWord ? 0 : IdOf(source);
            var status = source.IsStopWord ? TokenStatus.StopWord : IsUnknown(id) ? TokenStatus.Unknown : TokenStatus.Known;
            read += source.IsStopWord ? 0 : 1;
            var (start, length) = source.CurrentRange.GetOffsetAndLength(text.Length);
            tokens.Add(new TextToken(source.Current.ToString(), id, start, length, status));
        }

        // The tokens between the head and the tail of a long text are not kept.
        var place = 0;
        for (var i = 0; read > SequenceLength && i < tokens.Count; i++)
        {
            if (tokens[i].Status != TokenStatus.StopWord)
            {
                if (place >= HeadLength && place < HeadLength + read - SequenceLength)
                {
                    tokens[i] = tokens[i] with { Id = 0, Status = TokenStatus.BeyondLimit };
                }

                place++;
            }
        }

        return tokens;
    }

    /// <summary>Lists every occurrence of the n-grams of a text that are in <see cref="NGrams"/>. For display: it allocates.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <returns>The n-grams in the order of their last tokens; empty when the encoder has no table of n-grams.</returns>
    public List<TextNGram> NGramsOf(ReadOnlySpan<char> text)
    {
        var list = new List<TextNGram>();
        if (NGrams is null)
        {
            return list;
        }

        var reader = new NGramReader();
        reader.Start(Config.NGrams!, NGrams, list);
        using var tokens = _tokenizer.Enumerate(text);
        while (!reader.IsFull && tokens.MoveNext())
        {
            reader.Add(tokens);
        }

        return list;
    }

    /// <summary>The number of tokens that are kept from the start of a long text; the others are kept from its end.</summary>
    int HeadLength => Config.Truncation switch
    {
        Truncation.First => SequenceLength,
        Truncation.HeadTail => SequenceLength / 3,
        _ => 0,
    };

    long IdOf(in TokenEnumerator tokens)
    {
        var id = Vocabulary.IdOf(tokens);
        return id == Vocabulary.UnknownId && Config.UnknownRows > 0
            ? Vocabulary.TableSize + UnknownWords.RowOf(tokens.Current, Config.UnknownRows)
            : id;
    }

    bool IsUnknown(long id) => id == Vocabulary.UnknownId || id > Vocabulary.Count;

    int CountUnknown(ReadOnlySpan<long> ids)
    {
        var count = 0;
        foreach (var id in ids)
        {
            count += IsUnknown(id) ? 1 : 0;
        }

        return count;
    }

    static void RotateLeft(Span<long> ids, int places)
    {
        ids[..places].Reverse();
        ids[places..].Reverse();
        ids.Reverse();
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
