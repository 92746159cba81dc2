using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.TensorBoard;
using RnnToolkit.Trainer.Records;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>The directory of a run: <c>run.json</c> and a directory for each model. What the trainer did not write stays as it is.</summary>
sealed class RunDirectory(string path)
{
    static readonly string[] s_sections = ["preprocessing", "model", "training"];

    string RecordPath => Path.Combine(path, RunLayout.RunFile);

    /// <summary>Whether a run is there.</summary>
    public bool HasRun => File.Exists(RecordPath);

    /// <summary>Its path.</summary>
    public string Location => path;

    /// <summary>The directory of a model.</summary>
    public string Of(ModelKind kind) => Path.Combine(path, kind.Name);

    /// <summary>Reads <c>run.json</c>.</summary>
    /// <exception cref="CheckpointFormatException">It is damaged, or another version of the trainer wrote it.</exception>
    public RunRecord Read()
    {
        if (VersionText() is var version && version != $"{RunRecord.CurrentFormatVersion}")
        {
            throw new CheckpointFormatException(
                RecordPath, "formatVersion", version,
                $"{RunRecord.CurrentFormatVersion}; another version of the trainer began this run: "
                + "it can be exported, but not resumed; train anew in another --output");
        }

        return RunRecords.Read(RecordPath);
    }

    /// <summary>Writes <c>run.json</c>, unless it says the same already.</summary>
    public void Write(RunRecord record)
    {
        AtomicOutput.RemoveLeftovers(RecordPath);
        var utf8 = StrictJsonFile.Format(record, RunJson.Default.RunRecord);
        if (!HasRun || !File.ReadAllBytes(RecordPath).AsSpan().SequenceEqual(utf8))
        {
            AtomicOutput.WriteFile(RecordPath, stream => stream.Write(utf8));
        }
    }

    /// <summary>Checks that no checkpoint is here without the <c>run.json</c> of its run, for it would be replaced.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public void RefuseCheckpointsWithoutRun()
    {
        if (Models().SelectMany(Directory.EnumerateFileSystemEntries).FirstOrDefault() is { } entry)
        {
            throw new IOException(
                $"--output {path}: found {entry} but no {RunLayout.RunFile}, expected a new directory or a run of the trainer; choose another --output");
        }
    }

    /// <summary>Checks that <see cref="Clear"/> would remove only what the trainer wrote.</summary>
    /// <exception cref="IOException">The directory holds something else where a run has its files.</exception>
    public void RefuseForeignFiles()
    {
        if (!IsRun())
        {
            throw new IOException(
                $"--overwrite: {RecordPath}: found another program's file, expected the {RunLayout.RunFile} of a run; choose another --output");
        }

        if (Models().SelectMany(CheckpointFiles.Foreign).FirstOrDefault() is { } foreign)
        {
            throw new IOException(
                $"--overwrite: {foreign}: found a file that the trainer did not write, expected only checkpoints; move it away or choose another --output");
        }
    }

    /// <summary>Removes the checkpoints of a run. <c>run.json</c> stays until it is replaced, so that what is left is still known as a run.</summary>
    /// <exception cref="IOException">The directory holds something else where a run has its files.</exception>
    public void Clear()
    {
        RefuseForeignFiles();
        foreach (var model in Models())
        {
            Directory.Delete(model, recursive: true);
        }

        TensorBoardFiles.Clear(path);

        foreach (var file in new[] { RunLayout.SummaryFile, RunLayout.TimingsFile })
        {
            File.Delete(Path.Combine(path, file));
        }
    }

    List<string> Models() => Directory.Exists(path)
        ? [.. Directory.EnumerateDirectories(path).Where(directory => ModelKind.Named(Path.GetFileName(directory)) is not null).Order(StringComparer.Ordinal)]
        : [];

    // Of any version: older ones had no version and no fingerprints.
    bool IsRun()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(RecordPath));
            return s_sections.All(key =>
                document.RootElement.TryGetProperty(key, out var section) && section.ValueKind == JsonValueKind.Object);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    string VersionText()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(RecordPath));
            return document.RootElement.TryGetProperty("formatVersion", out var version) ? version.GetRawText() : "none";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CheckpointFormatException(RecordPath, null, exception.Message, "JSON as the trainer writes it", exception);
        }
    }
}
