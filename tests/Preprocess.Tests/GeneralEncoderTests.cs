namespace RnnToolkit.Preprocess.Tests;

public class GeneralEncoderTests
{
    static readonly Vocabulary s_vocabulary = new(["good", "film", "!"]);

    static TextEncoder Encoder(int sequenceLength, Truncation truncation = Truncation.First, int unknownRows = 10) => new(
        PreprocessConfig.General with { SequenceLength = sequenceLength, Truncation = truncation, UnknownRows = unknownRows, NGrams = null }, s_vocabulary);

    [Fact]
    public void Encode_UnknownWords_GetRowsBehindTheVocabulary()
    {
        var (encoder, ids) = (Encoder(6), new long[6]);

        var encoded = encoder.Encode("good flibbering film grombles!", ids);

        Assert.Equal(14, encoder.TableSize);
        Assert.Equal((1, 2, 3, 0), (ids[0], ids[2], ids[4], ids[5]));
        Assert.InRange(ids[1], 4, 13);
        Assert.InRange(ids[3], 4, 13);
        Assert.Equal(new EncodedText(5, 2, Truncated: false), encoded);
        Assert.Equal(ids[..5], encoder.Tokens("good flibbering film grombles!").Select(token => token.Id));
    }

    [Theory]
    [InlineData(Truncation.First, 4, "abcd")]
    [InlineData(Truncation.Last, 4, "fghi")]
    [InlineData(Truncation.HeadTail, 4, "aghi")]
    [InlineData(Truncation.HeadTail, 3, "ahi")]
    [InlineData(Truncation.HeadTail, 8, "abdefghi")]
    [InlineData(Truncation.Last, 1, "i")]
    [InlineData(Truncation.HeadTail, 9, "abcdefghi")]
    [InlineData(Truncation.Last, 12, "abcdefghi")]
    public void Encode_LongText_KeepsTheTokensOfItsTruncation(Truncation truncation, int length, string kept)
    {
        const string text = "a b c d e f g h i";
        var vocabulary = new Vocabulary(text.Split(' '));
        foreach (var padding in Enum.GetValues<PaddingSide>())
        {
            var encoder = new TextEncoder(PreprocessConfig.General with { SequenceLength = length, Truncation = truncation, Padding = padding, NGrams = null }, vocabulary);
            var ids = new long[length];

            var encoded = encoder.Encode(text, ids);

            var tokens = encoder.Tokens(text);
            Assert.Equal(kept.Select(c => (long)(c - 'a' + 1)), ids.Where(id => id != 0));
            Assert.Equal(kept, string.Concat(tokens.Where(token => token.Status == TokenStatus.Known).Select(token => token.Text)));
            Assert.Equal(9 - kept.Length, tokens.Count(token => token is { Status: TokenStatus.BeyondLimit, Id: 0 }));
            Assert.Equal(new EncodedText(kept.Length, 0, Truncated: kept.Length < 9), encoded);
        }
    }
}
