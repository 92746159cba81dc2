using System.Text.Json;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The <c>baseline.json</c> of a hidden Markov model, next to its <c>predictions.csv</c>: a model of another kind on the same texts. Deterministic.</summary>
/// <param name="FormatVersion">Version of the format.</param>
/// <param name="Name">For example <c>hmm-discrete-5</c>.</param>
/// <param name="Labels">The labels, in order.</param>
/// <param name="States">Hidden states of the model of each label.</param>
/// <param name="Emissions"><c>discrete</c> or <c>gaussian</c>.</param>
/// <param name="Mixtures">Gaussians in a state; null for discrete emissions.</param>
/// <param name="Vectors">The file of word vectors; null for discrete emissions.</param>
/// <param name="Iterations">Iterations of Baum and Welch.</param>
/// <param name="PseudoCount">What is added to each count of a word; null for Gaussians.</param>
/// <param name="Seed">The seed of the split and of the start.</param>
/// <param name="Preset">The preset whose preprocessing made the tokens.</param>
/// <param name="SequenceLength">The most tokens of a text.</param>
/// <param name="Symbols">The words that the models know.</param>
/// <param name="Models">The model of each label.</param>
public sealed record BaselineRecord(
    int FormatVersion, string Name, IReadOnlyList<string> Labels, int States, string Emissions, int? Mixtures, string? Vectors, int Iterations, double? PseudoCount,
    int Seed, string Preset, int SequenceLength, int Symbols, IReadOnlyList<BaselineModel> Models)
{
    /// <summary>The version that is written and read.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The name of the file.</summary>
    public const string FileName = "baseline.json";

    /// <summary>What else is worth saying in a table.</summary>
    public string Remark => string.Join("; ", Models.Select(model =>
        $"{(Emissions == "discrete" ? "perplexity" : "exp of the mean negative log density")} of {model.Label}: {(model.TestPerplexity is { } value ? Invariant($"{value:G6}") : "none")}"));

    /// <summary>Whether a directory holds a baseline.</summary>
    public static bool IsAt(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <summary>Reads a baseline and its predictions.</summary>
    /// <param name="directory">Its directory.</param>
    /// <exception cref="CheckpointFormatException">A file is missing or damaged.</exception>
    public static (BaselineRecord Record, IReadOnlyList<PredictedText> Texts) Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var record = RunFiles.Reader.Json(
            path, RunFiles.Reader.Bytes(path, ArtifactReader.MaxJsonBytes), RunJson.Default.BaselineRecord, CurrentFormatVersion, CurrentFormatVersion);
        if (LabelRules.Validate(record.Labels).Concat(ModelName.Validate(record.Name)).FirstOrDefault() is { } problem)
        {
            throw new CheckpointFormatException(path, null, problem, "a valid baseline");
        }

        if (record.Models.Count != record.Labels.Count || record.Models.Zip(record.Labels).Any(pair => pair.First?.Label != pair.Second))
        {
            throw new CheckpointFormatException(path, "models", Invariant($"{record.Models.Count} models"), "one for each label, in their order");
        }

        return (record, PredictionFile.Read(Path.Combine(directory, Checkpoint.PredictionsFile), new LabelSet(record.Labels)));
    }

    /// <summary>Writes the directory, whole or not at all.</summary>
    /// <param name="directory">A new directory.</param>
    /// <param name="texts">The predictions.</param>
    public void Write(string directory, IEnumerable<PredictedText> texts) => AtomicOutput.WriteDirectory(directory, temporary =>
    {
        File.WriteAllBytes(Path.Combine(temporary, FileName), JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.BaselineRecord));
        PredictionFile.Write(Path.Combine(temporary, Checkpoint.PredictionsFile), new LabelSet(Labels), texts);
    });
}

/// <summary>The model of a label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Texts">Its training texts.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="LogLikelihoods">The logarithm of their probability before each iteration, and after the last one.</param>
/// <param name="TrainPerplexity">On its training texts; null where a text is impossible.</param>
/// <param name="TestPerplexity">On the label's test texts; null where a text is impossible, and without test texts.</param>
/// <param name="StateSummaries">What the states are.</param>
public sealed record BaselineModel(
    string Label, int Texts, long Tokens, IReadOnlyList<double> LogLikelihoods, double? TrainPerplexity, double? TestPerplexity, IReadOnlyList<BaselineState> StateSummaries);

/// <summary>A hidden state.</summary>
/// <param name="Share">Its chance in the long run.</param>
/// <param name="Stays">The chance that it follows itself.</param>
/// <param name="Words">The words that it emits most often beyond what their frequency lets expect.</param>
public sealed record BaselineState(double Share, double Stays, IReadOnlyList<string> Words);
