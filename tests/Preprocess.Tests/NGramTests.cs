namespace RnnToolkit.Preprocess.Tests;

public class NGramTests
{
    static readonly Tokenizer s_general = new(PreprocessConfig.General);

    [Fact]
    public void Encode_WithNGrams_GivesTheIdsOfTheExtractedOnes()
    {
        var extractor = new NGramExtractor(s_general, new NGramConfig());
        var known = new SortedSet<uint>([.. extractor.Extract("a good film!"), .. extractor.Extract("no plot, \u623F\u95F4")]);
        var table = new NGramTable([.. known]);
        var encoder = new TextEncoder(PreprocessConfig.General with { SequenceLength = 2 }, new Vocabulary(["good"]), table);
        var nGrams = new NGramIds();

        encoder.Encode("what a good plot; a good cast", new long[2], nGrams);

        var expected = extractor.Extract("what a good plot; a good cast").ToArray().Select(table.IdOf).Where(id => id > 0);
        Assert.Equal(expected, nGrams.Values.ToArray());
        Assert.NotEmpty(nGrams.Values.ToArray());
    }

    [Theory]
    [InlineData("", 3, 2, 5, 0)]
    [InlineData("good", 3, 2, 5, 1 + 5 + 4 + 3 + 2)]
    [InlineData("good good", 3, 2, 5, 2 + 5 + 4 + 3 + 2)]
    [InlineData("!?", 3, 2, 5, 3)]
    [InlineData("\u623F\u95F4", 3, 2, 5, 3)]
    [InlineData("good", 0, 1, 1, 3)]
    [InlineData("a", 0, 1, 3, 1 + 2 + 1)]
    [InlineData("a b c d", 2, 0, 0, 4 + 3)]
    public void Extract_Text_GivesEachNGramOnce(string text, int wordMax, int charMin, int charMax, int expected)
    {
        var found = new NGramExtractor(s_general, new NGramConfig(wordMax, charMin, charMax)).Extract(text).ToArray();

        Assert.Equal(expected, found.Length);
        Assert.Equal(found.Order().Distinct(), found);
    }

    [Fact]
    public void Read_WhatToBytesMade_FindsEveryNGram()
    {
        var random = new Random(3);
        uint[] fingerprints = [.. Enumerable.Range(0, 10_000).Select(_ => (uint)random.Next(1, int.MaxValue)).Append(1U).Append((uint)int.MaxValue).Order().Distinct()];

        var table = NGramTable.Read(new NGramTable(fingerprints).ToBytes());

        Assert.Equal(fingerprints.Length, table.Count);
        Assert.All(fingerprints.Index(), item => Assert.Equal(item.Index + 1, table.IdOf(item.Item)));
        Assert.All(Enumerable.Range(0, 10_000).Select(_ => (uint)random.NextInt64(uint.MaxValue)), f => Assert.Equal(Math.Max(0, Array.BinarySearch(fingerprints, f) + 1), table.IdOf(f)));
    }
}
