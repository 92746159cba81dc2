using System.Text;
using RnnToolkit.Scorer.Options;

namespace RnnToolkit.Scorer.Tests;

public sealed class ShardTests : IDisposable
{
    readonly ScorerHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("in.csv", 1)]
    [InlineData("in.csv", 7)]
    [InlineData("in.csv", 200)]
    [InlineData("in.tsv", 3)]
    [InlineData("in.jsonl", 5)]
    [InlineData("in.txt", 4)]
    public async Task Score_AllShardsOneAfterTheOther_AreTheWholeByteForByte(string name, int count)
    {
        _harness.Write(name, Content(Path.GetExtension(name), rows: 700));
        var whole = await _harness.ScoreAsync($"--input @{name} --batch-size 16");
        Assert.Equal(0, whole.ExitCode);

        var joined = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var shard = await _harness.ScoreAsync($"--input @{name} --batch-size 16 --threads 3 --shard {i}/{count}");
            Assert.Equal(0, shard.ExitCode);
            joined.Append(shard.Rows);
        }

        Assert.Equal(whole.Rows, joined.ToString());
        Assert.Equal(702, whole.Rows.Split('\n').Length);
    }

    [Fact]
    public async Task Score_Shards_HaveOneHeaderAmongThem()
    {
        _harness.Write("in.csv", Content(".csv", rows: 40));

        Assert.StartsWith("id,label,", (await _harness.ScoreAsync("--input @in.csv --batch-size 8 --shard 0/2")).Rows, StringComparison.Ordinal);
        Assert.StartsWith("25,", (await _harness.ScoreAsync("--input @in.csv --batch-size 8 --shard 1/2")).Rows, StringComparison.Ordinal);
        Assert.StartsWith("1,", (await _harness.ScoreAsync("--input @in.csv --batch-size 8 --shard 0/2 --no-header")).Rows, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3, 10L, 3L, 6L)]
    [InlineData(2, 3, 10L, 6L, null)]
    [InlineData(6, 7, long.MaxValue, 7905747460161236406L, null)]
    public void Shard_OfALength_HasExactBounds(int index, int count, long length, long begin, long? end) =>
        Assert.Equal((begin, end), (new Shard(index, count).Begin(length), new Shard(index, count).End(length)));

    [Theory]
    [InlineData("--input @in.csv --shard 3/3", "--shard: found 3/3, expected i/n with 0 <= i < n, for example 0/8 to 7/8")]
    [InlineData("--input @in.csv --shard -1/3", "--shard: found -1/3, expected i/n with 0 <= i < n, for example 0/8 to 7/8")]
    [InlineData("--input @in.csv --shard 1", "--shard: found 1, expected i/n with 0 <= i < n, for example 0/8 to 7/8")]
    [InlineData("--input @in.csv.gz --shard 0/3", "--shard: found a compressed file, expected an uncompressed file")]
    [InlineData("--input - --format csv --shard 0/3", "--shard: found standard input, expected an uncompressed file")]
    public async Task Score_ShardThatCannotBe_SaysWhatCan(string arguments, string expected)
    {
        var run = await _harness.ScoreAsync(arguments);

        Assert.Equal((1, expected), (run.ExitCode, run.ErrorLine));
    }

    static string Content(string extension, int rows)
    {
        var random = new Random(21);
        var content = new StringBuilder(extension switch { ".csv" => "text\n", ".tsv" => "id\ttext\n", _ => "" });
        for (var i = 0; i < rows; i++)
        {
            var words = string.Join(' ', Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(2) == 0 ? "good" : "awful"));
            content.Append(extension switch
            {
                ".csv" => $"\"{words}\n\"\"quoted\"\", {i}\"\n",
                ".tsv" => $"row {i}\t{words}\n{(i % 5 == 0 ? "\n" : "")}", // empty lines are no rows here
                ".jsonl" => $"{{\"text\":\"{words}\"}}\n",
                _ => $"{words}\n",
            });
        }

        return content.ToString();
    }
}
