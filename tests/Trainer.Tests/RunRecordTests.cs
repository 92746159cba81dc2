using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Records;

namespace RnnToolkit.Trainer.Tests;

/// <summary>Whatever stands in <c>run.json</c>, it is read or refused by name; nothing crashes.</summary>
public sealed class RunRecordTests : IDisposable
{
    static readonly RunRecord s_record = RunRecords.Of(new TrainerConfig(), "cpu", new DataFingerprint(new string('a', 64), new string('b', 64)));
    static readonly string s_valid = Encoding.UTF8.GetString(StrictJsonFile.Format(s_record, RunJson.Default.RunRecord));

    readonly TempDirectory _temp = new();

    [Fact]
    public void Read_WhatWriteWrote_GivesItBack()
    {
        var directory = new RunDirectory(_temp.Path);

        directory.Write(s_record);

        var read = directory.Read();
        Assert.Equal(new TrainerConfig(), RunRecords.Configuration(read, "here"));
        Assert.Equal((s_record.Device, s_record.Data, s_record.FormatVersion), (read.Device, read.Data, read.FormatVersion));
        Assert.Empty(ConfigurationChanges.Refused(s_record, read, "here"));
    }

    [Fact]
    public void Read_AnyFieldRemoved_NamesIt() => Assert.All(HostileJson.WithoutEachField(s_valid), document =>
    {
        var exception = Assert.Throws<CheckpointFormatException>(() => Read(document.Json));

        Assert.StartsWith($"{_temp["run.json"]}: {document.Field}: found no", exception.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Read_AnyHostileValue_IsReadOrRefusedByName() => Assert.All(HostileJson.WithHostileValues(s_valid), document =>
    {
        RunRecord read;
        try
        {
            read = Read(document.Json);
        }
        catch (CheckpointFormatException exception)
        {
            Assert.StartsWith(_temp["run.json"], exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(exception.Message, char.IsControl);
            return;
        }

        // What can be read is another run, which is refused by name, or means the same.
        var section = document.Field.Split('.')[0];
        Assert.All(ConfigurationChanges.Refused(s_record, read, "here"), line => Assert.Contains(section, line, StringComparison.Ordinal));
    });

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{"), InlineData("{}"), InlineData("\u0000"), InlineData("{\"formatVersion\":2}")]
    public void Read_NotARun_IsRefused(string content) => Assert.Throws<CheckpointFormatException>(() => Read(content));

    public void Dispose() => _temp.Dispose();

    RunRecord Read(string json)
    {
        File.WriteAllText(_temp["run.json"], json);
        return new RunDirectory(_temp.Path).Read();
    }
}
