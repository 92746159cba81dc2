using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>The README of a bundle: what the model is and what was measured, and nothing that was not.</summary>
static class ModelCard
{
    const int ShownLabels = 12;

    /// <summary>Writes the card in Markdown.</summary>
    public static string Write(ExportReport report)
    {
        var (text, manifest) = (new StringBuilder(), report.Manifest);
        text.Append(CultureInfo.InvariantCulture, $"# {manifest.Name}\n\n{Sentence(manifest)}\n");
        Section(text, "Model", Model(report));
        Section(text, "Preprocessing", Preprocessing(manifest));
        if (manifest.Metrics is { } metrics)
        {
            Section(text, "Training", Training(metrics));
            TestSet(text, manifest, metrics);
        }

        text.Append(AdjustmentTable.Write(report));
        Section(text, "Check at export", Check(report));
        if (report.Parity is { } parity)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Parity on the test set\n\n{Parity(parity)}\n\n{report.ParityTable()}");
        }

        if (manifest.FormatVersion > BundleManifest.OldestFormatVersion)
        {
            Section(text, "What the files reveal", Reveals(manifest));
        }

        text.Append("\nHow to score with it, file by file: bundle.json and docs/bundle-format.md of RnnToolkit.\n");
        return text.ToString();
    }

    static string Sentence(BundleManifest manifest)
    {
        var (model, cell) = (manifest.Model, manifest.Model.Cell.ToString().ToUpperInvariant());
        var layers = model.Layers == 1 ? "one layer" : Invariant($"{model.Layers} layers");
        var wide = model.WideSize > 0 ? ", and a wide channel of n-grams beside it" : "";
        var task = manifest.Labels is [var negative, var positive]
            ? $"It gives the probability that a text is \"{positive}\" rather than \"{negative}\"."
            : Invariant($"It gives a text the probability of each of {manifest.Labels.Count} labels: {Labels(manifest)}.");
        return $"A text classifier: {(model.Bidirectional ? "bidirectional " : "")}{cell} with {layers}{wide}. {task}";
    }

    /// <summary>The labels in quotation marks, or the first ones of many.</summary>
    static string Labels(BundleManifest manifest)
    {
        var shown = string.Join(", ", manifest.Labels.Take(ShownLabels).Select(label => $"\"{label}\""));
        return manifest.Labels.Count <= ShownLabels ? shown : Invariant($"{shown} and {manifest.Labels.Count - ShownLabels} more, which bundle.json lists");
    }

    static IEnumerable<(string, string)> Model(ExportReport report)
    {
        var (manifest, model, graph) = (report.Manifest, report.Manifest.Model, report.Manifest.Graph);
        var parameters = model.Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, dimension) => product * dimension));
        yield return ("Parameters", Invariant($"{parameters:N0}"));
        yield return ("Embedding", Invariant($"{model.VocabularySize:N0} rows of {model.EmbeddingSize}"));
        yield return ("Hidden state", Invariant($"{model.HiddenSize}"));
        if (model.MaskPadding)
        {
            yield return ("Pooling over the tokens", Words(model.Pooling.ToString()));
        }

        if (manifest.NGrams is { } nGrams)
        {
            yield return ("N-grams", Invariant($"{nGrams.Count:N0}; {NGrams(manifest.Preprocessing.NGrams!)}"));
        }

        if (manifest.Labels.Count == 2)
        {
            yield return ("Threshold", Invariant($"{manifest.Threshold}"));
        }

        yield return ("File", $"{graph.File}, {ExportReport.Size(report.GraphBytes)}, {report.Precision}");
        if (report.TextGraphBytes is { } bytes)
        {
            yield return ("File for raw text", $"{ModelBundle.TextGraphFile}, {ExportReport.Size(bytes)}: the same model with the preprocessing in it");
        }

        yield return ("ONNX", Invariant($"opset {graph.Opset}, IR version {graph.IrVersion}, ONNX Runtime {graph.MinimumOnnxRuntime} or newer"));
    }

    static IEnumerable<(string, string)> Preprocessing(BundleManifest manifest)
    {
        var preprocessing = manifest.Preprocessing;
        yield return ("Steps", string.Join(", ", preprocessing.Steps.Select(step => Words(step.ToString()))));
        var tokens = preprocessing.Truncation switch
        {
            Truncation.First => Invariant($"the first {preprocessing.SequenceLength}"),
            Truncation.Last => Invariant($"the last {preprocessing.SequenceLength}"),
            _ => Invariant($"{preprocessing.SequenceLength}, of a longer text those at both ends"),
        };
        var padding = manifest.Model.MaskPadding ? ", which the model does not read" : HasBuckets(manifest) ? ", which the graph can skip" : "";
        yield return ("Tokens read", $"{tokens}; shorter texts are padded on the {Words(preprocessing.Padding.ToString())}{padding}");
        yield return ("Vocabulary", Invariant($"{manifest.Vocabulary.Count:N0} tokens"));
        if (preprocessing.UnknownRows > 0)
        {
            yield return ("Unknown words", Invariant($"share {preprocessing.UnknownRows:N0} rows of the embedding, by a hash of their spelling"));
        }
    }

    static string NGrams(NGramConfig config)
    {
        string[] words = config.WordMax > 0 ? [Invariant($"of 1 to {config.WordMax} words")] : [];
        string[] characters = config.CharMax > 0 ? [Invariant($"of {config.CharMin} to {config.CharMax} characters within a word")] : [];
        return Invariant($"{string.Join(", ", words.Concat(characters))}, from the first {config.MaxTokens:N0} tokens");
    }

    static IEnumerable<(string, string)> Training(TrainingMetrics metrics)
    {
        yield return ("Epoch", Invariant($"{metrics.Epoch}"));
        yield return ("Validation loss", Invariant($"{metrics.ValidationLoss:F4}"));
        yield return ("Validation accuracy", Percent(metrics.ValidationAccuracy));
    }

    static void TestSet(StringBuilder text, BundleManifest manifest, TrainingMetrics metrics)
    {
        if (metrics.TestReport is not { } report)
        {
            Section(text, "Test set", metrics.Test is { } test ? Test(manifest, test) : [("Result", "not measured")]);
            return;
        }

        Section(text, "Test set", ClassificationTables.Overall(report));
        foreach (var line in ClassificationTables.Labels(report).Prepend("").Concat(ClassificationTables.Confusion(report).Prepend("")))
        {
            text.Append(line).Append('\n');
        }
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

    static IEnumerable<(string, string)> Check(ExportReport report)
    {
        var probes = report.Probes;
        yield return ("Compared", Invariant($"{report.ProbeCount} texts from raw text in ONNX Runtime, in batches of {string.Join(", ", BatchPlan.All.Select(plan => plan.Name))}{(HasBuckets(report.Manifest) ? ", with length buckets and without" : "")}"));
        yield return ("Compared with", $"the logits by {report.ProbesOrigin}");
        yield return ("Largest difference of a probability", Invariant($"{probes.LargestDifference:0.0e-0} (tolerance {report.Tolerance:0e-0})"));
        yield return ("Largest difference of a logit", Invariant($"{probes.LargestLogitDifference:0.0e-0}"));
        if (report.TextGraphBytes is not null)
        {
            yield return ($"Ids in {ModelBundle.TextGraphFile}", "those of training for every text");
        }

        if (report.Rounding is { } rounding)
        {
            yield return ("Of that, not explained by rounding the weights", Invariant($"{rounding.LargestDifference:0.0e-0}"));
        }

        if (report.ChaoticProbes > 0)
        {
            yield return ("Texts that float64 decided on", Invariant($"{report.ChaoticProbes}; the last bits of their input decide"));
        }

        yield return ("Labels that differ", Invariant($"{probes.LabelFlips} of {probes.Count} comparisons"));
    }

    static string Parity(ParityCertificate parity) => Invariant(
        $"All {parity.Texts:N0} texts, scored from raw text in ONNX Runtime {parity.OnnxRuntime} on {parity.Provider}, against the logits that the trainer recorded. parity.json has the same numbers.");

    /// <summary>What somebody who has the bundle learns of the training texts. The first format says it in the documentation alone.</summary>
    static IEnumerable<(string, string)> Reveals(BundleManifest manifest)
    {
        yield return (manifest.Vocabulary.File, Invariant($"{manifest.Vocabulary.Count:N0} words of the training texts, most frequent first"));
        if (manifest.NGrams is { } nGrams)
        {
            yield return (nGrams.File, Invariant(
                $"no text, but fingerprints: who guesses an n-gram can look it up, and {nGrams.Count / Math.Pow(2, 31):0.0e-0} of all wrong guesses are in the table, too. Each n-gram occurs in at least two training texts"));
        }

        yield return (ModelBundle.GoldenFile, "generated texts, none of the data");
    }

    static bool HasBuckets(BundleManifest manifest) => ScoringRoute.LeavesOutPadding(manifest.Model, manifest.Preprocessing);

    static void Section(StringBuilder text, string title, IEnumerable<(string Key, string Value)> rows) =>
        MarkdownSection.Append(text, title, ["", ""], rows.Select(row => new[] { row.Key, row.Value }));

    /// <summary><c>RemoveHtmlTags</c> as words: "remove HTML tags".</summary>
    static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"))
            .Replace("html", "HTML", StringComparison.Ordinal)
            .Replace("urls", "URLs", StringComparison.Ordinal)
            .Replace("unicode", "Unicode", StringComparison.Ordinal)
            .Replace("ascii", "ASCII", StringComparison.Ordinal);

    static string Percent(double share) => Invariant($"{100 * share:F2}%");
}
