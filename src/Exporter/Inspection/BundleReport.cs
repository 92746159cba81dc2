using System.Globalization;
using System.Text;
using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Graphs.Onnx;

namespace RnnToolkit.Exporter.Inspection;

/// <summary>What a bundle or a lone ONNX file holds, as Markdown. Everything that is printed has been checked.</summary>
static class BundleReport
{
    const long MaxGraphBytes = int.MaxValue;

    /// <summary>Reports a bundle directory, or an ONNX file.</summary>
    /// <exception cref="BundleFormatException">It is damaged, or no ONNX model.</exception>
    public static string Of(string path) => Directory.Exists(path) ? OfBundle(path) : OfFile(path);

    static string OfBundle(string directory)
    {
        var bundle = ModelBundle.Read(directory);
        var manifest = bundle.Manifest;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Bundle {manifest.Name}\n\nFormat version {manifest.FormatVersion}; every file has the recorded SHA-256.\n");
        var model = Parse(Path.Combine(directory, manifest.Graph.File), bundle.Graph);
        MarkdownSection.Append(text, "Model", ["", ""], [.. Model(manifest), manifest.Model.MaskPadding ? ["Padding", "not read"] : ["Left padding", Padding(model)]]);
        MarkdownSection.Append(
            text,
            "Files",
            ["Name", "Bytes", "SHA-256"],
            manifest.Files.Select(file => new[] { file.Key, file.Value.Bytes.ToString("N0", CultureInfo.InvariantCulture), file.Value.Sha256 }));
        text.Append('\n').Append(model.Info());
        return manifest.Files.ContainsKey(ModelBundle.TextGraphFile)
            ? text.Append('\n').Append(OfFile(Path.Combine(directory, ModelBundle.TextGraphFile))).ToString()
            : text.ToString();
    }

    static string OfFile(string path)
    {
        if (!File.Exists(path))
        {
            throw BadOption.Because($"{path}: found no such file or directory, expected a bundle or an ONNX file");
        }

        using var file = File.OpenRead(path); // a link has a length of its own, what it leads to has the file's
        return file.Length <= MaxGraphBytes
            ? Parse(path, File.ReadAllBytes(path)).Info()
            : throw new BundleFormatException(path, null, $"{file.Length} bytes", "less than 2 GiB, protobuf's limit");
    }

    static ModelProto Parse(string path, byte[] bytes)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is null || model.IrVersion == 0
                ? throw new BundleFormatException(path, null, "no ONNX graph", "an ONNX model")
                : model;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new BundleFormatException(path, null, "bytes that are no ONNX model", "an ONNX model", exception);
        }
    }

    static IEnumerable<string[]> Model(BundleManifest manifest)
    {
        var model = manifest.Model;
        yield return ["Architecture", Invariant($"{model.ShortName}: embedding {model.EmbeddingSize}, hidden state {model.HiddenSize}{(model.MaskPadding ? $", pooling {model.Pooling}" : "")}")];
        yield return ["Precision", manifest.Graph.Precision.Name()];
        yield return ["ONNX Runtime", $"{manifest.Graph.MinimumOnnxRuntime ?? "not recorded"} or newer"];
        yield return ["Vocabulary", Invariant($"{manifest.Vocabulary.Count:N0} tokens")];
        if (manifest.NGrams is { } nGrams)
        {
            yield return ["N-grams", Invariant($"{nGrams.Count:N0}")];
        }

        yield return ["Preprocessing", Invariant($"{string.Join(", ", manifest.Preprocessing.Steps)}; {manifest.Preprocessing.SequenceLength} tokens")];
        var labels = string.Join(", ", manifest.Labels);
        yield return ["Labels", manifest.Labels.Count == 2 ? Invariant($"{labels} from a probability of {manifest.Threshold} on") : labels];
        yield return ["Validation", manifest.Metrics is { } metrics
            ? Invariant($"epoch {metrics.Epoch}, loss {metrics.ValidationLoss:F4}, accuracy {100 * metrics.ValidationAccuracy:F2}%")
            : "not recorded"];
        yield return ["Test", manifest.Metrics is { TestAccuracy: { } accuracy, TestCount: { } texts }
            ? Invariant($"accuracy {100 * accuracy:F2}% on {texts:N0} texts")
            : "not recorded"];
    }

    static string Padding(ModelProto model) => model.MetadataProps.FirstOrDefault(entry => entry.Key == GraphMetadataKeys.SkippablePadding) is { } entry
        ? $"up to {entry.Value} steps can be skipped, which length buckets do"
        : "every step is run";
}
