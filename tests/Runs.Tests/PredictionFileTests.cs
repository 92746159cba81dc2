using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

public sealed class PredictionFileTests : IDisposable
{
    const string Header = "part,id,label,predicted,tokens,unknown,logit\n";

    static readonly LabelSet s_three = new(["ham", "spam, or so", "\"other\""]);

    readonly TempDirectory _temp = new();

    [Fact]
    public void Write_TwoLabels_HasOneLogitInRoundTripForm()
    {
        PredictionFile.Write(_temp["p.csv"], LabelSet.Sentiment,
        [
            new("validation", "train/pos/0_9.txt", 1, 1, 231, 3, [0.1f]),
            new("test", "a \"quoted\", id", 0, 1, 0, 0, [-1.17549435E-38f]),
        ]);

        Assert.Equal(
            Header + "validation,train/pos/0_9.txt,pos,pos,231,3,0.1\ntest,\"a \"\"quoted\"\", id\",neg,pos,0,0,-1.1754944E-38\n", File.ReadAllText(_temp["p.csv"]));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Read_WhatWriteWrote_GivesItBack(int seed)
    {
        var random = new Random(seed);
        string[] ids = ["1", "", "a,b", "line\nbreak", "\r\n", "\"", "caf\u00E9", " 7 "];
        List<PredictedText> texts =
        [
            .. Enumerable.Range(0, 200).Select(i => new PredictedText(
                i < 90 ? PredictionFile.ValidationPart : PredictionFile.TestPart, ids[random.Next(ids.Length)], random.Next(3), random.Next(3), 9 + random.Next(999), random.Next(10),
                [.. Enumerable.Range(0, 3).Select(_ => BitConverter.Int32BitsToSingle(random.Next(0x7F800000)) * (random.Next(2) == 0 ? -1 : 1))])),
        ];
        PredictionFile.Write(_temp["p.csv"], s_three, texts);

        var read = PredictionFile.Read(_temp["p.csv"], s_three);

        Assert.Equal(texts.Select(text => text with { Logits = [] }), read.Select(text => text with { Logits = [] }), EqualWithoutLogits);
        Assert.Equal(texts.SelectMany(text => text.Logits), read.SelectMany(text => text.Logits));
    }

    [Theory]
    [InlineData("", "line 1: found other columns, expected part,id,label,predicted,tokens,unknown,logit")]
    [InlineData("part,id,label,predicted,tokens,unknown,logit:neg,logit:pos\n", "line 1: found other columns")]
    [InlineData(Header + "test,1,pos,pos,3,0\n", "line 2: found 6 fields, expected 7")]
    [InlineData(Header + "test,1,pos,pos,3,0,1,2\n", "line 2: found 8 fields, expected 7")]
    [InlineData(Header + "train,1,pos,pos,3,0,1\n", "line 2: part: found train, expected validation or test")]
    [InlineData(Header + "test,1,POS,pos,3,0,1\n", "line 2: label: found POS, expected ")]
    [InlineData(Header + "test,1,pos,,3,0,1\n", "line 2: predicted: found , expected ")]
    [InlineData(Header + "test,1,pos,pos,-3,0,1\n", "line 2: tokens: found -3, expected a whole number of 0 or more")]
    [InlineData(Header + "test,1,pos,pos,99999999999,0,1\n", "line 2: tokens: found 99999999999, expected a whole number of 0 or more")]
    [InlineData(Header + "test,1,pos,pos,3,4,1\n", "line 2: unknown: found 4, expected at most the 3 tokens of the text")]
    [InlineData(Header + "test,1,pos,pos,3,0,NaN\n", "line 2: logit: found NaN, expected a finite number")]
    [InlineData(Header + "test,1,pos,pos,3,0,1e99\n", "line 2: logit: found 1e99, expected a finite number")]
    [InlineData(Header + "test,1,pos,pos,3,0,\u001b[31m\n", "line 2: logit: found \uFFFD[31m, expected a finite number")]
    [InlineData(Header + "test,\"two\nlines\",pos,pos,3,0,1\ntest,\"1,pos\n", "line 4: found a quote that is never closed")]
    [InlineData(Header + "test,1\"2,pos,pos,3,0,1\n", "line 2: found a quote in a field that does not start with one")]
    [InlineData(Header + "test,\"1\"2,pos,pos,3,0,1\n", "line 2: found text after a closing quote")]
    public void Read_Damaged_NamesLineAndColumn(string content, string message)
    {
        var path = _temp.Write("p.csv", content);

        var exception = Assert.Throws<CheckpointFormatException>(() => PredictionFile.Read(path, LabelSet.Sentiment));

        Assert.StartsWith($"{path}: {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotUtf8OrMissingOrTooLong_IsOneLine()
    {
        byte[] header = [.. System.Text.Encoding.UTF8.GetBytes(Header)];
        var invalid = _temp.Write("invalid.csv", [.. header, 0xFF, 0xFE, (byte)'\n']);
        var huge = _temp.Write("huge.csv", Header + new string('x', 2 << 20));

        Assert.All([invalid, huge, _temp["nowhere.csv"]], path =>
        {
            var exception = Assert.Throws<CheckpointFormatException>(() => PredictionFile.Read(path, LabelSet.Sentiment));
            Assert.StartsWith($"{path}: ", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(exception.Message, char.IsControl);
            Assert.InRange(exception.Message.Length, 1, path.Length + 800);
        });
    }

    public void Dispose() => _temp.Dispose();

    static bool EqualWithoutLogits(PredictedText left, PredictedText right) => (left with { Logits = right.Logits }) == right;
}
