using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>
/// Progress on disk, from which a later process resumes: how far the input was read, and how long the output was then. It replaces its
/// predecessor in one step, after the output is on the disk, so that the two always match.
/// </summary>
sealed record Journal
{
    /// <summary>Follows the name of a journal while it is written.</summary>
    public const string TemporarySuffix = ".new";

    const int CurrentVersion = 3;
    const int MaxBytes = 1 << 20;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>All that decides the bytes of the output; only a process with the same settings may resume.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>How far the work is.</summary>
    public required ScoreState State { get; init; }

    /// <summary>Bytes of the output at that point; what follows them is not counted in <see cref="State"/>.</summary>
    public required long OutputLength { get; init; }

    /// <summary>Whether the output is complete and only has to be renamed.</summary>
    public bool Complete { get; init; }

    /// <summary>Reads a journal; null when there is none.</summary>
    /// <exception cref="DatasetException">It is damaged, or of another version.</exception>
    public static Journal? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var length = new FileInfo(path).Length;
            var journal = length > MaxBytes ? null : JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.Default.Journal);
            if (journal is { Version: CurrentVersion })
            {
                return journal.HasValidNumbers ? journal : throw Damaged(path, null);
            }

            throw new DatasetException(path, null, journal is null ? $"{length} bytes" : $"version {journal.Version}", $"a journal of version {CurrentVersion}");
        }
        catch (JsonException exception)
        {
            throw Damaged(path, exception);
        }
    }

    bool HasValidNumbers =>
        State.Tally.Statuses.Count == RowStatuses.Count && State.Tally.Classified.AreValid(LabelSet.MaxCount)
        && State.Tally.Statuses.Concat([OutputLength, State.Tally.Bytes, State.Tally.BadBytes, State.Position.Offset, State.Position.Rows, State.Position.Lines]).All(number => number >= 0);

    static DatasetException Damaged(string path, JsonException? cause) =>
        new(path, null, "an invalid journal", "the journal of an earlier process, or no such file", cause);

    /// <summary>Replaces the journal at <paramref name="path"/>.</summary>
    public void Write(string path)
    {
        // Always the same temporary name, so that many kills leave one file at most, which the next journal replaces.
        var temporary = path + TemporarySuffix;
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this, JournalJson.Default.Journal);
        }

        AtomicOutput.MoveFile(temporary, path);
    }

    /// <summary>Refuses to resume with other settings than those that wrote this.</summary>
    /// <exception cref="DatasetException">A setting differs.</exception>
    public void RequireSame(string path, IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (name, value) in settings)
        {
            var written = Settings.GetValueOrDefault(name, "nothing");
            if (written != value)
            {
                throw new DatasetException(path, name, written, $"{value} as in this command; delete the journal to start over");
            }
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true)]
[JsonSerializable(typeof(Journal))]
sealed partial class JournalJson : JsonSerializerContext;
