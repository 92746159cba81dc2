using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Embeddings;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Tests.Embeddings;

public class EmbeddingTrainingTests
{
    static readonly string[][] s_topics = [["cat", "dog", "fish", "bird"], ["one", "two", "three", "four"], ["red", "green", "blue", "white"]];

    static readonly EmbeddingOptions s_options = new() { Size = 16, Window = 3, MinCount = 1, Sample = 0, Epochs = 6 };

    // Every text has words of one topic only, so words of a topic must end near each other: each word's three nearest are the others of its topic.
    [Theory]
    [InlineData("SkipGram", 1, false)]
    [InlineData("SkipGram", 2, false)]
    [InlineData("SkipGram", 1, true)]
    [InlineData("Cbow", 1, false)]
    [InlineData("Cbow", 1, true)]
    public void Run_TextsOfOneTopicEach_PutsWordsOfATopicTogether(string mode, int threads, bool charNGrams)
    {
        var options = s_options with { Mode = Enum.Parse<EmbeddingMode>(mode), Threads = threads, CharNGrams = charNGrams ? new CharacterNGrams(3, 4) : null };

        var (corpus, vectors) = Train(Texts(1000), options);

        foreach (var topic in s_topics)
        {
            foreach (var word in topic)
            {
                var own = vectors[IndexOf(corpus, word)];
                var nearest = corpus.Words.Where(other => other != word).OrderByDescending(other => Cosine(own, vectors[IndexOf(corpus, other)])).Take(3);
                Assert.Equal(topic.Where(other => other != word).Order(StringComparer.Ordinal), nearest.Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void Run_OneThreadAndTheSameSeed_GivesTheSameBits()
    {
        var texts = Texts(50);

        var first = Train(texts, s_options with { Sample = 0.01 }).Vectors;

        Assert.Equal(first.SelectMany(vector => vector), Train(texts, s_options with { Sample = 0.01 }).Vectors.SelectMany(vector => vector));
        Assert.NotEqual(first.SelectMany(vector => vector), Train(texts, s_options with { Sample = 0.01, Seed = 2 }).Vectors.SelectMany(vector => vector));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)] // more threads than texts
    public void Run_AnyThreads_VisitsEveryTokenOfEveryEpoch(int threads)
    {
        var training = new EmbeddingTraining(Corpus(Texts(20), 1), s_options with { Threads = threads });

        training.Run(() => { }, CancellationToken.None);

        Assert.Equal(training.TotalTokens, training.DoneTokens);
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        var training = new EmbeddingTraining(Corpus(Texts(20), 1), s_options);

        Assert.ThrowsAny<OperationCanceledException>(() => training.Run(() => { }, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void New_TooFewWords_SaysWhatToDo()
    {
        var exception = Assert.Throws<InvalidDataException>(() => new EmbeddingTraining(Corpus(["a a a", "b"], 2), s_options with { MinCount = 2 }));

        Assert.Equal("--data: found 1 words that occur 2 times or more, expected at least 2: add texts or lower --min-count", exception.Message);
    }

    [Fact]
    public void New_MoreRowsThanAnArrayHolds_IsRefusedBeforeMemoryIsTaken()
    {
        // 300,000 words of 8,192 numbers: 9.8 GB.
        var words = Enumerable.Range(0, 300_000).Select(i => Invariant($"w{i}")).ToArray();
        var corpus = new EmbeddingCorpus(words, [.. words.Select(_ => 1L)], []);

        var exception = Assert.Throws<InvalidDataException>(() => new EmbeddingTraining(corpus, s_options with { Size = 8192 }));

        Assert.StartsWith("--min-count: found 300,000 rows of 8192 numbers, expected at most ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-5, 1)] // rarer than t
    [InlineData(1e-2, 0.11)] // sqrt(1e-4 / 1e-2) + 1e-4 / 1e-2
    public void KeepProbability_Share_IsThatOfWord2Vec(double share, double expected) =>
        Assert.Equal(expected, EmbeddingTraining.KeepProbability(share, 1e-4), 1e-12);

    [Fact]
    public void Build_RareWords_AreLeftOutAndOthersOrdered()
    {
        var corpus = Corpus(["b a rare b", "", "a c c c b"], 2);

        Assert.Equal(["b", "c", "a"], corpus.Words);
        Assert.Equal([3, 3, 2], corpus.Counts);
        Assert.Equal([0, 2, 0, -1, -1, 2, 1, 1, 1, 0, -1], corpus.Tokens);
    }

    [Fact]
    public void CharacterNGrams_Word_AreThoseOfFastText()
    {
        Assert.Equal(["<wh", "whe", "her", "ere", "re>"], new CharacterNGrams(3, 3).Of("where"));
        Assert.Equal(["a"], new CharacterNGrams(1, 1).Of("aa")); // each once, and no bare mark
        Assert.Equal(["<\U0001F600", "\U0001F600>"], new CharacterNGrams(2, 6).Of("\U0001F600")); // characters, not halves; not the whole
    }

    [Theory]
    [InlineData("3..6", true)]
    [InlineData("6..3", false)]
    [InlineData("0..3", false)]
    [InlineData("3..21", false)]
    [InlineData("3", false)]
    [InlineData("3..x", false)]
    public void CharacterNGrams_Parse_TakesTwoLengths(string text, bool isValid) => Assert.Equal(isValid, CharacterNGrams.Parse(text) is not null);

    static (EmbeddingCorpus Corpus, float[][] Vectors) Train(IEnumerable<string> texts, EmbeddingOptions options)
    {
        var corpus = Corpus(texts, options.MinCount);
        var training = new EmbeddingTraining(corpus, options);
        training.Run(() => { }, CancellationToken.None);
        return (corpus, [.. corpus.Words.Select((_, word) => training.VectorOf(word).ToArray())]);
    }

    static EmbeddingCorpus Corpus(IEnumerable<string> texts, int minCount)
    {
        var builder = new EmbeddingCorpusBuilder(new Tokenizer(PreprocessConfig.General));
        foreach (var text in texts)
        {
            builder.Add(text);
        }

        return builder.Build(minCount);
    }

    static IEnumerable<string> Texts(int count)
    {
        var random = new SplitMix64(7);
        return [.. Enumerable.Range(0, count).Select(text => string.Join(' ', Enumerable.Range(0, 10).Select(_ => s_topics[text % 3][random.Below(4)])))];
    }

    static int IndexOf(EmbeddingCorpus corpus, string word) => Enumerable.Range(0, corpus.Words.Count).Single(id => corpus.Words[id] == word);

    static double Cosine(float[] left, float[] right) =>
        left.Zip(right, (a, b) => (double)a * b).Sum() / Math.Sqrt(left.Sum(a => (double)a * a) * right.Sum(b => (double)b * b));
}
