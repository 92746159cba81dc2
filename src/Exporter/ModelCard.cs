using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Verification;

namespace RnnToolkit.Exporter;

/// <summary>The README of a bundle: what the model is and what was measured, and nothing that was not.</summary>
static class ModelCard
{
    /// <summary>Writes the card in Markdown.</summary>
    public static string Write(BundleManifest manifest, long graphBytes, ProbeResult probes, double tolerance)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {manifest.Name}\n\n{Sentence(manifest)}\n");
        Section(text, "Model", Model(manifest, graphBytes));
        Section(text, "Preprocessing", Preprocessing(manifest));
        if (manifest.Metrics is { } metrics)
        {
            Section(text, "Training", Training(metrics));
            Section(text, "Test set", metrics.Test is { } test ? Test(manifest, test) : [("Result", "not measured")]);
        }

        Section(text, "Check at export", Check(probes, tolerance));
        text.Append("\nHow to score with it, file by file: bundle.json and docs/bundle-format.md of RnnToolkit.\n");
        return text.ToString();
    }

    static string Sentence(BundleManifest manifest)
    {
        var (model, cell) = (manifest.Model, manifest.Model.Cell.ToString().ToUpperInvariant());
        var layers = model.Layers == 1 ? "one layer" : Invariant($"{model.Layers} layers");
        return $"A text classifier: {(model.Bidirectional ? "bidirectional " : "")}{cell} with {layers}. It gives the probability that a text is "
            + $"\"{manifest.Labels[1]}\" rather than \"{manifest.Labels[0]}\".";
    }

    static IEnumerable<(string, string)> Model(BundleManifest manifest, long graphBytes)
    {
        var (model, graph) = (manifest.Model, manifest.Graph);
        var parameters = model.Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, dimension) => product * dimension));
        yield return ("Parameters", Invariant($"{parameters:N0}"));
        yield return ("Embedding", Invariant($"{model.VocabularySize:N0} rows of {model.EmbeddingSize}"));
        yield return ("Hidden state", Invariant($"{model.HiddenSize}"));
        yield return ("Threshold", Invariant($"{manifest.Threshold}"));
        yield return ("File", $"{graph.File}, {ExportReport.Size(graphBytes)}, {graph.Precision.ToString().ToLowerInvariant()}");
        yield return ("ONNX", Invariant($"opset {graph.Opset}, IR version {graph.IrVersion}, ONNX Runtime {graph.MinimumOnnxRuntime} or newer"));
    }

    static IEnumerable<(string, string)> Preprocessing(BundleManifest manifest)
    {
        var preprocessing = manifest.Preprocessing;
        yield return ("Steps", string.Join(", ", preprocessing.Steps.Select(step => Words(step.ToString()))));
        yield return ("Tokens read", Invariant($"the first {preprocessing.SequenceLength}; shorter texts are padded on the {Words(preprocessing.Padding.ToString())}"));
        yield return ("Vocabulary", Invariant($"{manifest.Vocabulary.Count:N0} tokens"));
    }

    static IEnumerable<(string, string)> Training(TrainingMetrics metrics)
    {
        yield return ("Epoch", Invariant($"{metrics.Epoch}"));
        yield return ("Validation loss", Invariant($"{metrics.ValidationLoss:F4}"));
        yield return ("Validation accuracy", Percent(metrics.ValidationAccuracy));
    }

    static IEnumerable<(string, string)> Test(BundleManifest manifest, ClassificationMetrics test)
    {
        var (negative, positive) = (manifest.Labels[0], manifest.Labels[1]);
        yield return ("Texts", Invariant($"{test.Count:N0}"));
        yield return ("Accuracy", Percent(test.Accuracy));
        yield return ("Precision, recall, F1", $"{Percent(test.Precision)}, {Percent(test.Recall)}, {Percent(test.F1)}");
        yield return ($"Scored {positive}", Invariant($"{test.TruePositives:N0} are {positive}, {test.FalsePositives:N0} are {negative}"));
        yield return ($"Scored {negative}", Invariant($"{test.TrueNegatives:N0} are {negative}, {test.FalseNegatives:N0} are {positive}"));
    }

    static IEnumerable<(string, string)> Check(ProbeResult probes, double tolerance)
    {
        yield return ("Compared", Invariant($"{probes.Probes} texts from raw text in ONNX Runtime, in batches of {string.Join(", ", BatchPlan.All.Select(plan => plan.Name))}"));
        yield return ("Largest difference of a probability", Invariant($"{probes.LargestProbabilityDifference:0.0E-0} (tolerance {tolerance:0E-0})"));
        yield return ("Largest difference of a logit", Invariant($"{probes.LargestLogitDifference:0.0E-0}"));
        yield return ("Labels that differ", Invariant($"{probes.Flips}"));
    }

    static void Section(StringBuilder text, string title, IEnumerable<(string Key, string Value)> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| | |\n| --- | --- |\n");
        foreach (var (key, value) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {key} | {value} |\n");
        }
    }

    /// <summary><c>RemoveHtmlTags</c> as words: "remove html tags".</summary>
    static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    static string Percent(double share) => Invariant($"{100 * share:F2}%");

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
