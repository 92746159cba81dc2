using System.Security.Cryptography;
using System.Text.Json;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>
/// How the gradient of the loss flows back through the time steps of a model, before and after its training: the <c>gradients.json</c> of a
/// model in its run.
/// </summary>
public sealed record GradientFlow
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Name of the file in the directory of a model.</summary>
    public const string FileName = "gradients.json";

    const int MaxBytes = 64 << 20;

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>SHA-256 of the trained weights that were measured.</summary>
    public required string Weights { get; init; }

    /// <summary>How many texts were measured.</summary>
    public required int Texts { get; init; }

    /// <summary>Time steps T of every text.</summary>
    public required int Steps { get; init; }

    /// <summary>The model with fresh weights, and after its training.</summary>
    public required IReadOnlyList<GradientFlowState> States { get; init; }

    /// <summary>The state of this name; null when it was not measured.</summary>
    public GradientFlowState? State(WeightState state) => States.FirstOrDefault(found => found.State == state);

    /// <summary>Reads the file in the directory of a model.</summary>
    /// <returns>Null when there is none, or when the best checkpoint has changed since it was measured.</returns>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public static GradientFlow? Find(string modelDirectory)
    {
        var path = Path.Combine(modelDirectory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var flow = Read(path);
        var weights = Path.Combine(AtomicOutput.Recover(Path.Combine(modelDirectory, RunLayout.BestDirectory)), Checkpoint.WeightsFile);
        return File.Exists(weights) && HashOf(weights) != flow.Weights ? null : flow;
    }

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="CheckpointFormatException">The file is missing or damaged.</exception>
    public static GradientFlow Read(string path)
    {
        var flow = RunFiles.Reader.Json(
            path, RunFiles.Reader.Bytes(path, MaxBytes), GradientJson.Default.GradientFlow, CurrentFormatVersion, CurrentFormatVersion);
        return flow.Validate().FirstOrDefault() is { } problem
            ? throw new CheckpointFormatException(path, null, problem, "gradients as the trainer writes them")
            : flow;
    }

    /// <summary>Writes the file, in place of an older one.</summary>
    public void Write(string path)
    {
        var utf8 = JsonSerializer.SerializeToUtf8Bytes(this, GradientJson.Default.GradientFlow);
        AtomicOutput.WriteFile(path, stream =>
        {
            stream.Write(utf8);
            stream.WriteByte((byte)'\n');
        });
    }

    /// <summary>The hash by which <see cref="Weights"/> names a file of weights.</summary>
    public static string HashOf(string weightsFile)
    {
        using var stream = File.OpenRead(weightsFile);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Every problem, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        if (Weights.Length != 64 || !Weights.All(char.IsAsciiHexDigitLower))
        {
            yield return "weights is no SHA-256, expected 64 hexadecimal digits";
        }

        if (Texts < 1)
        {
            yield return $"texts is {Texts}, expected 1 or more";
        }

        if (Steps < 1)
        {
            yield return $"steps is {Steps}, expected 1 or more";
        }

        if (States.Count == 0 || States.Select(state => state.State).Distinct().Count() < States.Count)
        {
            yield return $"states has {States.Count} items, expected untrained, trained or both, each once";
        }

        foreach (var problem in States.Index().SelectMany(state => state.Item.Validate($"states[{state.Index}]", Steps)))
        {
            yield return problem;
        }
    }
}
