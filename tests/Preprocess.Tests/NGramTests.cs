using System.Globalization;
using System.Numerics;
using System.Text;

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

    [Fact]
    public void Read_FingerprintsThatShareTheirUpperBits_FindsEveryNGram()
    {
        var table = new NGramTable([.. Enumerable.Range(1, 100_000).Select(i => (uint)i)]);

        Assert.All(Enumerable.Range(0, 200_000), i => Assert.Equal(i <= 100_000 ? i : 0, table.IdOf((uint)i)));
    }

    [Theory]
    [InlineData("010000", "found 3 bytes, expected 4 for each n-gram, and at most 16777215 of them")]
    [InlineData("00000000", "n-gram 1: found 0 after 0, expected a larger number of at most 2147483647")]
    [InlineData("0100000001000000", "n-gram 2: found 1 after 1, expected a larger number of at most 2147483647")]
    [InlineData("0200000001000000", "n-gram 2: found 1 after 2, expected a larger number of at most 2147483647")]
    [InlineData("00000080", "n-gram 1: found 2147483648 after 0, expected a larger number of at most 2147483647")]
    public void Read_BadBytes_SaysWhere(string bytes, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => NGramTable.Read(Convert.FromHexString(bytes))).Message);

    [Fact]
    public void Read_TooManyBytes_SaysHowManyAreAllowed() => Assert.Equal(
        "found 67108864 bytes, expected 4 for each n-gram, and at most 16777215 of them",
        Assert.Throws<FormatException>(() => NGramTable.Read(new byte[4 * (NGramTable.MaxCount + 1)])).Message);

    [Fact]
    public void Read_NoBytes_KnowsNoNGram()
    {
        var table = NGramTable.Read([]);

        Assert.Equal((0, 0, 0), (table.Count, table.IdOf(1), table.IdOf(uint.MaxValue)));
        Assert.Empty(table.ToBytes());
    }

    // The formulas of docs/preprocessing.md in numbers of any size.
    [Theory]
    [InlineData("A good film, don't you think? \u623F\u95F4\u5F88\u597D \U00010400\U0001F600 http://a.example @me 1234567 stra\u00DFe")]
    [InlineData("a b")]
    [InlineData("supercalifragilisticexpialidocious")]
    public void Extract_Text_GivesTheDocumentedFingerprints(string text)
    {
        BigInteger p = int.MaxValue, b = 1332499942, c = 1003734120, d = 1285333330, s = 956646517, r = 1845008792;
        var tokens = s_general.Tokenize(text);
        var expected = new SortedSet<BigInteger>();
        for (var start = 0; start < tokens.Count; start++)
        {
            for (var n = 1; n <= 3 && start + n <= tokens.Count; n++)
            {
                Add(n * s + Sum(tokens.Skip(start).Take(n).Select(token => Sum(token.EnumerateRunes().Select(rune => (BigInteger)rune.Value), b)), c));
            }

            int[] word = [' ', .. tokens[start].EnumerateRunes().Select(rune => rune.Value), ' '];
            for (var first = 0; first < word.Length && tokens[start].EnumerateRunes().All(rune => rune.Value == '\'' || IsWordCharacter(rune)); first++)
            {
                for (var n = 2; n <= 5 && first + n <= word.Length; n++)
                {
                    Add(n * r + Sum(word.Skip(first).Take(n).Select(value => (BigInteger)value), d));
                }
            }
        }

        Assert.Equal(expected, new NGramExtractor(s_general, new NGramConfig()).Extract(text).ToArray().Select(found => (BigInteger)found));

        void Add(BigInteger value) => expected.Add(value % p == 0 ? p : value % p);

        static BigInteger Sum(IEnumerable<BigInteger> values, BigInteger factor) =>
            values.Index().Aggregate(BigInteger.Zero, (sum, item) => sum + (item.Item * BigInteger.Pow(factor, item.Index + 1)));

        static bool IsWordCharacter(Rune rune) => rune.Value is < 0x2E80 or (>= 0x10400 and < 0x10450)
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber;
    }

    [Fact]
    public void Reduce_NumbersAroundMultiplesOfThePrime_IsTheRemainder()
    {
        ulong[] factors = [0, 1, 2, 3, 1UL << 30, int.MaxValue - 1, int.MaxValue, 1UL << 31, (1UL << 32) - 1];
        var values = from factor in factors from offset in Enumerable.Range(-3, 7) select unchecked((factor * int.MaxValue) + (ulong)offset);

        Assert.All(values.Append((1UL << 63) - 1).Append((1UL << 32) - 1).Where(value => value < 1UL << 63), value => Assert.Equal(value % int.MaxValue, NGramFingerprints.Reduce(value)));
    }

    [Fact]
    public void NGramsOf_Text_NamesEachThatTheTableKnows()
    {
        var fingerprints = new SortedSet<uint>([.. new NGramExtractor(s_general, new NGramConfig(2, 5, 5)).Extract("bad film")]);
        var encoder = new TextEncoder(PreprocessConfig.General with { NGrams = new NGramConfig(2, 5, 5) }, new Vocabulary([]), new NGramTable([.. fingerprints]));
        var nGrams = new NGramIds();

        var found = encoder.NGramsOf("A bad  <b>fil&#109;</b>, bad");

        Assert.Equal(
            [
                ("bad", 2, 3, false), (" bad ", 2, 3, true), ("film", 10, 9, false), ("bad film", 2, 17, false), (" film", 10, 9, true), ("film ", 10, 9, true),
                ("bad", 25, 3, false), (" bad ", 25, 3, true),
            ],
            found.Select(nGram => (nGram.Text, nGram.Start, nGram.Length, nGram.IsWithinWord)));
        encoder.Encode("A bad  <b>fil&#109;</b>, bad", new long[encoder.SequenceLength], nGrams);
        Assert.Equal(nGrams.Values.ToArray(), found.Select(nGram => nGram.Id).Distinct().Order());
    }

    [Fact]
    public void Extract_LongText_ReadsNoMoreThanAllowed()
    {
        var text = string.Join(' ', Enumerable.Range(0, 1000));

        Assert.Equal(10, new NGramExtractor(s_general, new NGramConfig(1, 0, 0, MaxTokens: 10)).Extract(text).Length);
        var all = new NGramExtractor(s_general, new NGramConfig(1, 0, 0)).Extract(text).ToArray();
        Assert.Equal(1000, all.Length);
        Assert.Equal(all.Order(), all);
    }

    [Fact]
    public void Extract_TokenOfAMillionLetters_ReadsItsFirstCharacters()
    {
        var extractor = new NGramExtractor(s_general, new NGramConfig(0, 5, 5));
        var word = string.Concat(Enumerable.Range(0, NGramConfig.LongestWord).Select(i => (char)('\uAC00' + i)));

        Assert.Equal(extractor.Extract(word).ToArray(), extractor.Extract(word + new string('x', 1_000_000)).ToArray());
    }

    [Fact]
    public void Encode_TableWithoutConfiguration_IsAnError()
    {
        Assert.Throws<ArgumentException>("nGrams", () => new TextEncoder(new PreprocessConfig(), new Vocabulary([]), new NGramTable([])));
        Assert.Throws<InvalidOperationException>(() => new TextEncoder(PreprocessConfig.General, new Vocabulary([])).Encode("a", new long[200], new NGramIds()));
    }

    [Theory]
    [InlineData(6, 2, 5, 1, "preprocessing.nGrams.wordMax is 6, expected 0 to 5")]
    [InlineData(3, 2, 9, 1, "preprocessing.nGrams.charMax is 9, expected 0 to 8")]
    [InlineData(3, 0, 5, 1, "preprocessing.nGrams.charMin is 0, expected 1 to 5, which is charMax")]
    [InlineData(3, 6, 5, 1, "preprocessing.nGrams.charMin is 6, expected 1 to 5, which is charMax")]
    [InlineData(0, 0, 0, 1, "preprocessing.nGrams.wordMax and charMax are 0, expected one above 0, or no nGrams")]
    [InlineData(3, 2, 5, 0, "preprocessing.nGrams.maxTokens is 0, expected 1 to 100000")]
    public void Validate_BadConfiguration_SaysWhatIsExpected(int wordMax, int charMin, int charMax, int maxTokens, string problem) =>
        Assert.Equal([problem], (PreprocessConfig.General with { NGrams = new NGramConfig(wordMax, charMin, charMax, maxTokens) }).Validate());
}
