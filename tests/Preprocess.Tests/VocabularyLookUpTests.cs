namespace RnnToolkit.Preprocess.Tests;

public class VocabularyLookUpTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 100)]
    [InlineData(3, 20_000)]
    public void IdOf_RandomTokens_IsWhatADictionarySays(int seed, int count)
    {
        var random = new Random(seed);
        var tokens = new Dictionary<string, int>();
        while (tokens.Count < count)
        {
            tokens.TryAdd(RandomToken(random), tokens.Count + 1);
        }

        var vocabulary = new Vocabulary(tokens.Keys);

        Assert.All(tokens, token => Assert.Equal(token.Value, vocabulary.IdOf(token.Key)));
        for (var i = 0; i < 20_000; i++)
        {
            var token = RandomToken(random);
            Assert.Equal(tokens.GetValueOrDefault(token, Vocabulary.UnknownId), vocabulary.IdOf(token));
        }
    }

    [Theory]
    [InlineData("a", "a\0")]
    [InlineData("abcdefgh", "abcdefgh\0")]
    [InlineData("abcdefghijkl", "abcdefghijklm")]
    [InlineData("abcdefghijkl", "abcdefghijk")]
    [InlineData("e", "\u0165")] // the same low byte
    [InlineData("straße", "strasse")]
    public void IdOf_TokensThatLookAlikeInMemory_AreTwo(string first, string second)
    {
        var vocabulary = new Vocabulary([first, second]);

        Assert.Equal((1, 2), (vocabulary.IdOf(first), vocabulary.IdOf(second)));
        Assert.Equal(Vocabulary.UnknownId, new Vocabulary([first]).IdOf(second));
    }

    [Fact]
    public void IdOf_NoCharacters_IsUnknown() => Assert.Equal(Vocabulary.UnknownId, new Vocabulary(["a"]).IdOf(""));

    // Few letters and all lengths around the limits of what is packed, so that tokens share beginnings and ends.
    static string RandomToken(Random random) =>
        string.Create(random.Next(1, 20), random, static (token, random) =>
        {
            foreach (ref var c in token)
            {
                c = random.Next(40) == 0 ? 'é' : (char)('a' + random.Next(3));
            }
        });
}
