using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The <c>run.json</c> of a run: what was trained. It holds nothing that differs when the run is repeated.</summary>
public sealed record RunRecord
{
    /// <summary>The version that is written and can be resumed. It rises when an unchanged configuration would train differently.</summary>
    public const int CurrentFormatVersion = CheckpointConfig.OldestWrittenVersion;

    /// <summary>Version of the format; null in the oldest runs.</summary>
    public int? FormatVersion { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>: the two round differently and keep the optimizer's state in different files. Null in the oldest runs.</summary>
    public string? Device { get; init; }

    /// <summary>The content of the texts; null in the oldest runs.</summary>
    public DataFingerprint? Data { get; init; }

    /// <summary>How often each label occurs, in the order of the model's outputs; null for <c>neg</c> and <c>pos</c> with the paper's preprocessing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LabelCount>? Labels { get; init; }

    /// <summary>SHA-256 of the weights that the training started from; null for fresh ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>The part of a cross-validation; null for a run of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Fold? Fold { get; init; }

    /// <summary>Text to token ids, as the trainer defines its options.</summary>
    public required JsonElement Preprocessing { get; init; }

    /// <summary>The architecture without cell and layers, as the trainer defines its options.</summary>
    public required JsonElement Model { get; init; }

    /// <summary>The training, as the trainer defines its options.</summary>
    public required JsonElement Training { get; init; }

    /// <summary>The models, in the order in which they are trained; null in runs of older versions, as is everything below. None of it decides what is trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The files of the data, their sizes and hashes, and the texts in each part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DatasetRecord? Dataset { get; init; }

    /// <summary>The trained model that the training started from, as it was named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FromPath { get; init; }

    /// <summary><see cref="HashOf"/> of the configuration.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConfigurationHash { get; init; }

    /// <summary>What the run was started with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunVersions? Versions { get; init; }

    /// <summary>The arguments of <c>trainer</c>, without those that only say what to do with an older run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CommandLine { get; init; }

    /// <summary>This record without what only describes the run: what has to agree when a run is resumed.</summary>
    [JsonIgnore]
    public RunRecord Decisive => this with { Models = null, Dataset = null, FromPath = null, ConfigurationHash = null, Versions = null, CommandLine = null };

    /// <summary>The sections of the configuration by their names.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, JsonElement Section)> Sections => [("preprocessing", Preprocessing), ("model", Model), ("training", Training)];

    /// <summary>Reads the file of a run.</summary>
    /// <param name="directory">The directory of the run.</param>
    /// <exception cref="CheckpointFormatException">It is missing or damaged.</exception>
    public static RunRecord Read(string directory)
    {
        var path = Path.Combine(directory, RunLayout.RunFile);
        var record = RunFiles.Reader.Json(path, RunFiles.Reader.Bytes(path, ArtifactReader.MaxJsonBytes), RunJson.Default.RunRecord);
        return record.Validate().FirstOrDefault() is { } problem ? throw new CheckpointFormatException(path, null, problem, "a run") : record;
    }

    /// <summary>SHA-256 over the configuration as JSON in one form: the keys in ordinal order, no white space.</summary>
    public static string HashOf(JsonElement preprocessing, JsonElement model, JsonElement training)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, section) in new[] { ("model", model), ("preprocessing", preprocessing), ("training", training) })
            {
                writer.WritePropertyName(name);
                WriteCanonical(writer, section);
            }

            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    /// <summary>Every problem of this record that would mislead a reader, one line each.</summary>
    IEnumerable<string> Validate()
    {
        foreach (var (name, section) in Sections.Where(section => section.Section.ValueKind != JsonValueKind.Object))
        {
            yield return $"{name} is {section.GetRawText()}, expected an object";
        }

        if (Labels?.Contains(null!) is true || Models?.Contains(null!) is true || CommandLine?.Contains(null!) is true
            || Dataset?.Parts.Contains(null!) is true || Dataset?.Parts.Any(part => part.Labels.Contains(null!)) is true)
        {
            yield return "a list has null, expected values";
        }
        else if (Dataset?.Parts.Any(part => part.Texts < 0 || part.Bytes < 0 || part.Labels.Any(label => label.Count < 0)) is true)
        {
            yield return "dataset has a number below 0, expected 0 or more";
        }

        if (Models?.SelectMany(ModelName.Validate).FirstOrDefault() is { } problem)
        {
            yield return $"models: {problem}";
        }
    }

    static void WriteCanonical(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteCanonical(writer, property.Value);
                }

                writer.WriteEndObject();
                break;

            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteCanonical(writer, item);
                }

                writer.WriteEndArray();
                break;

            default:
                value.WriteTo(writer);
                break;
        }
    }
}
