using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Checkpoints;

namespace RnnToolkit.Trainer.Tests;

/// <summary>Whatever stands in <c>progress.json</c>, it is read or refused by name; nothing crashes.</summary>
public sealed class TrainingProgressTests : IDisposable
{
    const int EpochsDone = 1;
    const int StepsPerEpoch = 9;
    static readonly TrainingPosition s_position = new(EpochsDone + 1, 4, 12.5);

    readonly TempDirectory _temp = new();

    public TrainingProgressTests()
    {
        _temp.Write("optimizer.bin", "state");
        _temp.Write("weights.safetensors", "weights");
        TrainingProgress.Write(_temp.Path, s_position);
    }

    string ProgressPath => _temp["progress.json"];

    [Fact]
    public void Read_WhatWriteWrote_GivesItBack() => Assert.Equal(s_position, Read());

    [Fact]
    public void Read_AnyFieldRemoved_IsRefused() => Assert.All(HostileJson.WithoutEachField(File.ReadAllText(ProgressPath)), document =>
    {
        File.WriteAllText(ProgressPath, document.Json);

        var exception = Assert.Throws<CheckpointFormatException>(() => Read());

        Assert.Contains(document.Field.Split('.')[0] == "files" ? "" : document.Field, exception.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Read_AnyHostileValue_IsReadOrRefusedByName() => Assert.All(HostileJson.WithHostileValues(File.ReadAllText(ProgressPath)), document =>
    {
        File.WriteAllText(ProgressPath, document.Json);
        try
        {
            var read = Read();
            Assert.Equal("lossSum", document.Field); // any sum of losses may be right
            Assert.Equal((s_position.Epoch, s_position.Step), (read.Epoch, read.Step));
        }
        catch (CheckpointFormatException exception)
        {
            Assert.StartsWith(_temp.Path, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(exception.Message, char.IsControl);
        }
    });

    // A file whose hash is not listed could be damaged in silence.
    [Theory]
    [InlineData("optimizer.bin"), InlineData("weights.safetensors")]
    public void Read_FileWithoutAHash_NamesIt(string file)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(ProgressPath))!;
        Assert.True(json["files"]!.AsObject().Remove(file));
        File.WriteAllText(ProgressPath, json.ToJsonString());

        var exception = Assert.Throws<CheckpointFormatException>(() => Read());

        Assert.StartsWith($"{_temp[file]}: found SHA-256 ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("expected nothing, which progress.json names", exception.Message, StringComparison.Ordinal);
    }

    // Files of others, such as a file manager's, do no harm.
    [Fact]
    public void Read_FileOfAnotherProgram_IsIgnored()
    {
        _temp.Write(".DS_Store", "x");

        Assert.Equal(s_position, Read());
    }

    public void Dispose() => _temp.Dispose();

    TrainingPosition Read() => TrainingProgress.Read(_temp.Path, EpochsDone, StepsPerEpoch);
}
