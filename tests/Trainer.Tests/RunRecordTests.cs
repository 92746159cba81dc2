using System.Text.Json;
using System.Text.Json.Nodes;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Tests;

/// <summary>Whatever stands in <c>run.json</c>, it is read or refused by name; nothing crashes.</summary>
public sealed class RunRecordTests : IDisposable
{
    // As JSON text: what a careless editor, another program or somebody with a grudge may leave in a field.
    static readonly string[] s_hostile =
    [
        "null", "true", "0", "-1", "1e999", "-0.5", "2147483648", "9223372036854775808", "\"\"", "\"text\"", "\"\\ud800\"", "\"\\u0000\"",
        "[]", "[null]", "{}", "{\"a\":{\"b\":[]}}",
    ];

    readonly TempDirectory _temp = new();

    public static TheoryData<string> Fields => [.. Paths(Valid(), "")];

    [Fact]
    public void Read_WhatWriteWrote_GivesItBack()
    {
        var record = Record();
        var directory = new RunDirectory(_temp.Path);

        directory.Write(record);

        var read = directory.Read();
        Assert.Equal(record.Training, read.Training);
        Assert.Equal(record.Model, read.Model);
        Assert.Equal((record.Device, record.Data, record.FormatVersion), (read.Device, read.Data, read.FormatVersion));
        Assert.Empty(ConfigurationChanges.Refused(record, read, "here"));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Read_WithoutAField_NamesIt(string field)
    {
        var json = Valid();
        Assert.True(Parent(json, field).Remove(Name(field)));

        var exception = Assert.Throws<CheckpointFormatException>(() => Read(json.ToJsonString()));

        Assert.StartsWith(_temp["run.json"], exception.Message, StringComparison.Ordinal);
        Assert.Contains(Name(field), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Read_HostileValue_IsReadOrRefusedByName(string field)
    {
        Assert.All(s_hostile, hostile =>
        {
            var json = Valid();
            Parent(json, field)[Name(field)] = "@";

            try
            {
                var read = Read(json.ToJsonString().Replace("\"@\"", hostile, StringComparison.Ordinal));

                // What can be read is another run, or means the same.
                Assert.All(ConfigurationChanges.Refused(Record(), read, "here"), line => Assert.Contains(Name(field), line, StringComparison.Ordinal));
            }
            catch (CheckpointFormatException exception)
            {
                Assert.StartsWith(_temp["run.json"], exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', exception.Message);
            }
        });
    }

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{"), InlineData("{}"), InlineData("\u0000"), InlineData("{\"formatVersion\":2}")]
    public void Read_NotARun_IsRefused(string content) => Assert.Throws<CheckpointFormatException>(() => Read(content));

    public void Dispose() => _temp.Dispose();

    static RunRecord Record() => RunRecord.Of(new TrainerConfig(), "cpu", new DataFingerprint("aa", "bb"));

    static JsonObject Valid() => JsonSerializer.SerializeToNode(Record(), CheckpointJson.Default.RunRecord)!.AsObject();

    static IEnumerable<string> Paths(JsonObject json, string prefix) => json.SelectMany(property =>
        property.Value is JsonObject inner ? Paths(inner, $"{prefix}{property.Key}.").Prepend(prefix + property.Key) : [prefix + property.Key]);

    static JsonObject Parent(JsonObject json, string field) =>
        field.Split('.')[..^1].Aggregate(json, (parent, key) => parent[key]!.AsObject());

    static string Name(string field) => field.Split('.')[^1];

    RunRecord Read(string json)
    {
        File.WriteAllText(_temp["run.json"], json);
        return new RunDirectory(_temp.Path).Read();
    }
}
