using System.Text;
using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Commands;

namespace RnnToolkit.Trainer.Tests;

public class TokensCommandTests
{
    [Fact]
    public void Run_JsonLines_WritesALineForEach() =>
        Assert.Equal(
            """
            {"tokens":["movie","good"]}
            {"tokens":[]}
            {"tokens":["half","ud83d","pair"]}

            """.ReplaceLineEndings("\n"),
            Tokens("""
                {"text": "This movie was GOOD!!!", "id": 7}
                {"text": ""}
                {"text": "half\ud83d \\ud83d\ude00 pair"}
                """));

    [Theory]
    [InlineData("""{"texts": "x"}""")]
    [InlineData("""{"text": 1}""")]
    [InlineData("""["x"]""")]
    [InlineData("""{"text": """)]
    public void Run_LineWithoutText_NamesTheRow(string line)
    {
        var exception = Assert.Throws<DatasetException>(() => Tokens("{\"text\":\"fine\"}\n" + line));

        Assert.StartsWith("standard input: row 2: found ", exception.Message, StringComparison.Ordinal);
    }

    static string Tokens(string input)
    {
        using var output = new MemoryStream();
        TokensCommand.Run(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, new Tokenizer(new PreprocessConfig()), CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
