using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Embeddings;

/// <summary>Trains word vectors with skip-gram or CBOW, negative sampling and subsampling (Mikolov et al. 2013).</summary>
/// <remarks>
/// Each thread trains on a part of the texts of its own, with random numbers and a learning rate of its own; the rows are shared without locks (Recht
/// et al., "Hogwild", 2011). One thread gives the same numbers every time, several do not.
/// </remarks>
sealed class EmbeddingTraining
{
    const int LongestPiece = 10_000; // of a text, for progress and memory; no window reaches across

    readonly EmbeddingCorpus _corpus;
    readonly EmbeddingOptions _options;
    readonly SeedStreams _seeds;
    readonly int _stride;
    readonly InputRows _input;
    readonly float[] _output; // [words, stride]
    readonly NegativeTable _negatives;
    readonly ulong[] _keep; // a word stays where a random number is not above this
    long _done;

    /// <summary>Prepares the training.</summary>
    /// <exception cref="InvalidDataException">There are too few words, or more than fit into memory.</exception>
    public EmbeddingTraining(EmbeddingCorpus corpus, EmbeddingOptions options)
    {
        if (corpus.Words.Count < 2)
        {
            throw new InvalidDataException(Invariant(
                $"--data: found {corpus.Words.Count} words that occur {options.MinCount} times or more, expected at least 2: add texts or lower --min-count"));
        }

        (_corpus, _options, _seeds) = (corpus, options, new SeedStreams(options.Seed));
        _stride = NegativeSampling.RoundUp(options.Size);
        _input = new InputRows(corpus.Words, options.Size, options.CharNGrams, new SplitMix64(_seeds.For(RandomStream.Vectors)));
        _output = new float[corpus.Words.Count * _stride];
        _negatives = new NegativeTable(corpus.Counts);
        var all = (double)corpus.TokenCount;
        _keep = [.. corpus.Counts.Select(count => Threshold(KeepProbability(count / all, options.Sample)))];
    }

    /// <summary>Rows of words and n-grams.</summary>
    public int InputRowCount => _input.Count;

    /// <summary>Tokens to visit in all epochs.</summary>
    public long TotalTokens => _corpus.TokenCount * _options.Epochs;

    /// <summary>Tokens visited so far. Thread-safe.</summary>
    public long DoneTokens => Interlocked.Read(ref _done);

    /// <summary>The probability that subsampling keeps an occurrence of a word: sqrt(t/f) + t/f, as in word2vec's code; the paper has sqrt(t/f).</summary>
    /// <param name="share">f, the word's share of all tokens.</param>
    /// <param name="sample">t; 0 keeps all.</param>
    public static double KeepProbability(double share, double sample) =>
        sample == 0 ? 1 : Math.Min(1, Math.Sqrt(sample / share) + (sample / share));

    /// <summary>Trains to the end.</summary>
    /// <param name="report">Called on this thread several times a second.</param>
    /// <param name="cancellationToken">Checked at every text.</param>
    public void Run(Action report, CancellationToken cancellationToken)
    {
        var starts = Starts();
        var workers = Enumerable.Range(0, _options.Threads)
            .Select(thread => Task.Factory.StartNew(
                () => Work(thread, starts[thread], starts[thread + 1], cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        var all = Task.WhenAll(workers);
        while (!all.IsCompleted)
        {
            Task.WaitAny([all], millisecondsTimeout: 200, CancellationToken.None);
            report();
        }

        all.GetAwaiter().GetResult();
    }

    /// <summary>The vector of a word [size].</summary>
    public ReadOnlySpan<float> VectorOf(int word)
    {
        var vector = new float[_stride];
        _input.Mean([word], vector);
        return vector.AsSpan(0, _options.Size);
    }

    /// <summary>Where each thread's part begins: parts of equal length, at the starts of texts.</summary>
    int[] Starts()
    {
        var (tokens, threads) = (_corpus.Tokens, _options.Threads);
        var starts = new int[threads + 1];
        for (var thread = 1; thread < threads; thread++)
        {
            var place = (int)((long)tokens.Length * thread / threads);
            starts[thread] = place + tokens.AsSpan(place).IndexOf(EmbeddingCorpus.EndOfText) + 1;
        }

        starts[threads] = tokens.Length;
        return starts;
    }

    void Work(int thread, int start, int end, CancellationToken cancellationToken)
    {
        var step = new NegativeSampling(_output, _stride, _negatives, _options.Negatives);
        var (hidden, before) = (new float[_stride], new float[_stride]);
        var neighbours = new int[2 * _options.Window];
        var words = new int[LongestPiece];
        var total = (double)(end - start) * _options.Epochs;
        for (var epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            var random = new SplitMix64(_seeds.For(RandomStream.Vectors, epoch, thread));
            for (var place = start; place < end;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rate = (float)(_options.LearningRate * (1 - ((((double)(epoch - 1) * (end - start)) + place - start) / total)));
                var (kept, visited) = (0, 0);
                while (place < end && visited < LongestPiece && _corpus.Tokens[place++] is var word and not EmbeddingCorpus.EndOfText)
                {
                    visited++;
                    if (_keep[word] == ulong.MaxValue || random.Next() <= _keep[word])
                    {
                        words[kept++] = word;
                    }
                }

                Train(words.AsSpan(0, kept), rate);
                Interlocked.Add(ref _done, visited);
            }

            void Train(ReadOnlySpan<int> text, float rate)
            {
                for (var i = 0; i < text.Length; i++)
                {
                    var reach = 1 + random.Below(_options.Window);
                    var left = text[Math.Max(0, i - reach)..i];
                    var right = text[(i + 1)..Math.Min(text.Length, i + 1 + reach)];
                    left.CopyTo(neighbours);
                    right.CopyTo(neighbours.AsSpan(left.Length));
                    ReadOnlySpan<int> near = neighbours.AsSpan(0, left.Length + right.Length);
                    if (near.IsEmpty)
                    {
                        continue;
                    }

                    var isSkipGram = _options.Mode == EmbeddingMode.SkipGram;
                    var inputs = isSkipGram ? text.Slice(i, 1) : near;
                    var targets = isSkipGram ? near : text.Slice(i, 1);
                    _input.Mean(inputs, hidden);
                    hidden.CopyTo(before, 0);
                    foreach (var target in targets)
                    {
                        step.Step(hidden, target, rate, random);
                    }

                    // The steps changed the mean; each row changes by as much.
                    for (var j = 0; j < before.Length; j++)
                    {
                        before[j] = hidden[j] - before[j];
                    }

                    _input.Add(inputs, before);
                }
            }
        }
    }

    static ulong Threshold(double probability) => probability >= 1 ? ulong.MaxValue : (ulong)(probability * ulong.MaxValue);
}
