using System.Security.Cryptography;
using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>The <c>progress.json</c> of <c>last/</c>: where training continues, and the hashes of the files that it continues from.</summary>
sealed record TrainingProgress
{
    /// <summary>The epoch of the next step, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many steps of that epoch are done; 0 after a whole epoch.</summary>
    public required int Step { get; init; }

    /// <summary>The sum of the losses of their texts.</summary>
    public required double LossSum { get; init; }

    /// <summary>SHA-256 of every other file in the directory, by name.</summary>
    public required SortedDictionary<string, string> Files { get; init; }

    /// <summary>Writes the progress of a checkpoint whose other files are already in <paramref name="directory"/>.</summary>
    public static void Write(string directory, TrainingPosition position)
    {
        var progress = new TrainingProgress
        {
            Epoch = position.Epoch, Step = position.Step, LossSum = position.LossSum, Files = Hashes(directory),
        };
        File.WriteAllBytes(
            Path.Combine(directory, CheckpointFiles.Progress), StrictJsonFile.Format(progress, CheckpointJson.Default.TrainingProgress));
    }

    /// <summary>Reads the progress of a checkpoint and checks every file against its hash.</summary>
    /// <param name="directory">The directory of the checkpoint.</param>
    /// <param name="epochsDone">Epochs that its metrics list.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <exception cref="CheckpointFormatException">A file is damaged or missing, or the numbers do not fit the checkpoint.</exception>
    public static TrainingPosition Read(string directory, int epochsDone, int stepsPerEpoch)
    {
        var path = Path.Combine(directory, CheckpointFiles.Progress);
        var progress = StrictJsonFile.Read(path, CheckpointJson.Default.TrainingProgress);
        if (progress.Epoch != epochsDone + 1)
        {
            throw new CheckpointFormatException(
                path, "epoch", $"{progress.Epoch}", $"{epochsDone + 1}, after the {epochsDone} of {Checkpoint.MetricsFile}");
        }

        if (progress.Step < 0 || progress.Step > stepsPerEpoch)
        {
            throw new CheckpointFormatException(path, "step", $"{progress.Step}", $"0 to {stepsPerEpoch}, the steps of an epoch");
        }

        if (!float.IsFinite((float)progress.LossSum))
        {
            throw new CheckpointFormatException(path, "lossSum", "a number beyond float32", "a finite number");
        }

        var found = Hashes(directory);
        foreach (var name in progress.Files.Keys.Union(found.Keys.Where(CheckpointFiles.IsName)))
        {
            var (hash, expected) = (found.GetValueOrDefault(name), progress.Files.GetValueOrDefault(name));
            if (hash is null || hash != expected)
            {
                throw new CheckpointFormatException(
                    Path.Combine(directory, name), null, hash is null ? "no such file" : $"SHA-256 {hash}",
                    $"{expected ?? "nothing"}, which {CheckpointFiles.Progress} names");
            }
        }

        return new TrainingPosition(progress.Epoch, progress.Step, progress.LossSum);
    }

    static SortedDictionary<string, string> Hashes(string directory)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(directory).Where(file => Path.GetFileName(file) != CheckpointFiles.Progress))
        {
            using var stream = File.OpenRead(file);
            hashes.Add(Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(stream)));
        }

        return hashes;
    }
}
