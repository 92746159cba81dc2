using System.Globalization;
using System.Text.Json.Serialization;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle;

/// <summary>The <c>bundle.json</c> of a bundle: all that an application must know to score with it, and to check it.</summary>
public sealed record BundleManifest
{
    /// <summary>The newest version that this code reads and writes.</summary>
    /// <remarks>
    /// 2: more than two labels, padding that is not read, poolings, n-grams. What version 1 can hold is still written as version 1, so that older
    /// readers take it.
    /// </remarks>
    public const int CurrentFormatVersion = 2;

    /// <summary>The oldest version that this code reads.</summary>
    public const int OldestFormatVersion = 1;

    readonly int? _formatVersion;

    internal const string Sha256Digits = "64 lower-case hexadecimal digits";

    /// <summary>Version of the bundle format; by default 1 for a model that version 1 can hold, else 2.</summary>
    [JsonRequired]
    public int FormatVersion
    {
        get => _formatVersion ?? NeededVersion;
        init => _formatVersion = value;
    }

    /// <summary>Name of the model, for example <c>gru1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The architecture.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>Text to token ids.</summary>
    public required PreprocessConfig Preprocessing { get; init; }

    /// <summary><see cref="PreprocessConfig.Fingerprint"/> of the exporter: differs when this library's word lists do.</summary>
    public required string PreprocessingSha256 { get; init; }

    /// <summary>The vocabulary.</summary>
    public required VocabularyInfo Vocabulary { get; init; }

    /// <summary>The ONNX graph.</summary>
    public required GraphInfo Graph { get; init; }

    /// <summary>The n-grams of the wide channel; null for a model without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NGramsInfo? NGrams { get; init; }

    /// <summary>The names of the labels, 2 to <see cref="ModelConfig.MaxClasses"/>; of two, the last is the one whose probability the graph gives.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Of two labels, the last one is chosen when its probability is at or above this; 0 to 1. Without meaning for more labels.</summary>
    public required double Threshold { get; init; }

    /// <summary>What the training measured; null for weights that came from elsewhere.</summary>
    [JsonRequired]
    public TrainingMetrics? Metrics { get; init; }

    /// <summary>Length and hash of every other file of the bundle, by file name.</summary>
    public required IReadOnlyDictionary<string, FileFingerprint> Files { get; init; }

    /// <summary>
    /// SHA-256 of <c>bundle.json</c> itself, taken with zeros in place of these digits; <see cref="BundleStaging.WriteManifest"/> fills it in.
    /// </summary>
    [JsonRequired]
    public string ManifestSha256 { get; init; } = "";

    /// <summary>Every problem of this manifest, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        var problems = Model.Validate().Concat(Preprocessing.Validate()).Concat(LabelRules.Validate(Labels, Threshold, Model.Classes)).Concat(ModelName.Validate(Name));
        foreach (var problem in problems)
        {
            yield return problem;
        }

        if (FormatVersion < NeededVersion)
        {
            yield return $"formatVersion is {FormatVersion}, expected {NeededVersion} for a model with these options";
        }

        if (Vocabulary.Count != Model.VocabularySize - 1 - Preprocessing.UnknownRows)
        {
            yield return $"vocabulary.count is {Vocabulary.Count}, expected {Model.VocabularySize - 1 - Preprocessing.UnknownRows}: "
                + "model.vocabularySize without row 0 and preprocessing.unknownRows";
        }

        if ((NGrams?.Count ?? 0) != Model.WideSize || NGrams is null != Preprocessing.NGrams is null)
        {
            yield return $"nGrams.count is {NGrams?.Count ?? 0}, expected {Model.WideSize}, which is model.wideSize, and preprocessing.nGrams with it";
        }

        if (Vocabulary.File == Graph.File || NGrams?.File == Graph.File || NGrams?.File == Vocabulary.File)
        {
            yield return $"vocabulary.file is {Vocabulary.File}, graph.file {Graph.File} and nGrams.file {NGrams?.File ?? "absent"}, expected different files";
        }

        foreach (var problem in Graph.Validate().Concat(Metrics?.Validate(Labels) ?? []))
        {
            yield return problem;
        }

        foreach (var file in new[] { Vocabulary.File, Graph.File, NGrams?.File }.OfType<string>().Where(file => !Files.ContainsKey(file)))
        {
            yield return $"files lacks {file}";
        }

        foreach (var file in Files.Keys.Where(file =>
            file.Length == 0 || Path.GetFileName(file) != file || file.Any(c => c == '\\' || char.IsControl(c))))
        {
            yield return $"files has \"{file}\", expected the name of a file next to bundle.json";
        }

        foreach (var (file, fingerprint) in Files.Where(file => !IsSha256(file.Value.Sha256)))
        {
            yield return $"files.{file}.sha256 is \"{fingerprint.Sha256}\", expected {Sha256Digits}";
        }
    }

    int NeededVersion => Model.FitsFirstFormat && Preprocessing.FitsFirstFormat ? OldestFormatVersion : CurrentFormatVersion;

    /// <summary>Whether <paramref name="text"/> has the form of a hash.</summary>
    internal static bool IsSha256(string text) => text.Length == 64 && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}

/// <summary>The vocabulary of a bundle.</summary>
/// <param name="File">Its file: UTF-8, a token a line; line n holds the token with id n.</param>
/// <param name="Count">Tokens, without the unknown one.</param>
public sealed record VocabularyInfo(string File, int Count);

/// <summary>The n-grams that the wide channel knows.</summary>
/// <param name="File">Their file, as <see cref="NGramTable"/> writes it.</param>
/// <param name="Count">N-grams; they have the ids 1 to this.</param>
public sealed record NGramsInfo(string File, int Count);

/// <summary>The ONNX graph of a bundle.</summary>
/// <param name="File">Its file.</param>
/// <param name="Opset">Version of the default operator set.</param>
/// <param name="IrVersion">Version of the ONNX intermediate representation.</param>
/// <param name="Precision">How the weights are stored.</param>
/// <param name="Inputs">Inputs, in order.</param>
/// <param name="Outputs">Outputs, in order.</param>
/// <param name="MinimumOnnxRuntime">The oldest release of ONNX Runtime that loads it, for example <c>1.12</c>; null when it is unknown.</param>
public sealed record GraphInfo(
    string File,
    int Opset,
    int IrVersion,
    WeightPrecision Precision,
    IReadOnlyList<GraphTensor> Inputs,
    IReadOnlyList<GraphTensor> Outputs,
    string? MinimumOnnxRuntime = null)
{
    /// <summary>Every problem of this description, one line each.</summary>
    internal IEnumerable<string> Validate()
    {
        if (Opset < 1 || IrVersion < 1)
        {
            yield return $"graph.opset is {Opset} and graph.irVersion is {IrVersion}, expected both above 0";
        }

        if (MinimumOnnxRuntime is not null && !(Version.TryParse(MinimumOnnxRuntime, out _) && MinimumOnnxRuntime.Length <= 20))
        {
            yield return $"graph.minimumOnnxRuntime is \"{MinimumOnnxRuntime}\", expected a version such as 1.12";
        }

        foreach (var (field, tensor) in Inputs.Select(tensor => ("inputs", tensor)).Concat(Outputs.Select(tensor => ("outputs", tensor))))
        {
            if (!IsName(tensor.Name) || !IsName(tensor.Type) || !tensor.Shape.All(IsName))
            {
                yield return $"graph.{field} has the name \"{tensor.Name}\", type \"{tensor.Type}\" and shape [{string.Join(", ", tensor.Shape)}], "
                    + $"expected each of 1 to {MaxNameLength} characters, none of them a control character";
            }
        }
    }

    const int MaxNameLength = 200;

    static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && !text.Any(char.IsControl);
}

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type as ONNX writes it: int64, float32, string.</param>
/// <param name="Shape">Dimensions: a number, or the name of a dynamic axis.</param>
public sealed record GraphTensor(string Name, string Type, IReadOnlyList<string> Shape);

/// <summary>What the training measured at the checkpoint that was exported.</summary>
/// <param name="Epoch">The epoch of the checkpoint.</param>
/// <param name="ValidationLoss">Mean binary cross entropy over the validation texts.</param>
/// <param name="ValidationAccuracy">Share of validation texts scored right, 0 to 1.</param>
/// <param name="Test">Counts on the test set of two labels; null when it was not scored, and with more labels.</param>
/// <param name="TestReport">The report on the test set; null when it was not scored, and for bundles of the first format.</param>
public sealed record TrainingMetrics(
    int Epoch,
    double ValidationLoss,
    double ValidationAccuracy,
    ClassificationMetrics? Test,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ClassificationReport? TestReport = null)
{
    /// <summary>Share of test texts with the right label, 0 to 1; null when the test set was not scored.</summary>
    [JsonIgnore]
    public double? TestAccuracy => TestReport?.Accuracy ?? Test?.Accuracy;

    /// <summary>Texts of the test set; null when it was not scored.</summary>
    [JsonIgnore]
    public long? TestCount => TestReport?.Count ?? Test?.Count;

    /// <summary>Every problem of these numbers, one line each.</summary>
    /// <param name="labels">The labels of the model.</param>
    internal IEnumerable<string> Validate(IReadOnlyList<string> labels)
    {
        foreach (var problem in TestReport?.Validate(labels) ?? [])
        {
            yield return $"metrics.testReport.{problem}";
        }

        if (Epoch < 1)
        {
            yield return $"metrics.epoch is {Epoch}, expected 1 or more";
        }

        if (!(ValidationLoss >= 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"metrics.validationLoss is {ValidationLoss}, expected 0 or more");
        }

        if (ValidationAccuracy is not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"metrics.validationAccuracy is {ValidationAccuracy}, expected 0 to 1");
        }

        if (Test is { } test && (test.TruePositives < 0 || test.FalsePositives < 0 || test.TrueNegatives < 0 || test.FalseNegatives < 0))
        {
            yield return $"metrics.test has truePositives {test.TruePositives}, falsePositives {test.FalsePositives}, trueNegatives {test.TrueNegatives} "
                + $"and falseNegatives {test.FalseNegatives}, expected none below 0";
        }
    }
}

/// <summary>Length and hash of a file.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal digits.</param>
public sealed record FileFingerprint(long Bytes, string Sha256);
