using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Exporting;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Exporter.Reporting;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Commands;

/// <summary>What to do with the weights of a PyTorch model.</summary>
sealed record WeightsExportRequest
{
    /// <summary>The file of the weights.</summary>
    public required string Weights { get; init; }

    /// <summary>The file of the tokens; null writes the graph alone.</summary>
    public required string? Vocabulary { get; init; }

    /// <summary>Tokens per text.</summary>
    public required int SequenceLength { get; init; }

    /// <summary>The names of the outputs; null for the defaults.</summary>
    public required IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The directory to write; null for one below models/ with the name of the weights.</summary>
    public required string? Output { get; init; }

    /// <summary>The form of the graph.</summary>
    public required GraphFormat Format { get; init; }

    /// <summary>Exports, and says what was found and what cannot be known.</summary>
    public void Run(TextWriter output, ILogger logger, CancellationToken cancellationToken)
    {
        if (SequenceLength is < 1 or > PreprocessConfig.MaxSequenceLength)
        {
            throw BadOption.Because($"--sequence-length: found {SequenceLength}, expected 1 to {PreprocessConfig.MaxSequenceLength}");
        }

        if (Vocabulary is null && Format.TextInput)
        {
            throw BadOption.Because("--input: text needs --vocabulary, which tells the id of each token");
        }

        if (Vocabulary is null && Labels is not null)
        {
            throw BadOption.Because("--labels: needs --vocabulary; only a bundle has labels");
        }

        var directory = Output ?? Path.Combine("models", Path.GetFileNameWithoutExtension(Weights));
        if (Vocabulary is null && File.Exists(Path.Combine(directory, ModelBundle.ManifestFile)))
        {
            throw BadOption.Because($"--output: {directory}: found a bundle, which model.onnx alone would break; expected another directory, or --vocabulary");
        }

        var export = new WeightsExport(Weights, Format);
        Log.WeightsFound(logger, export.Description);
        Log.Assumptions(logger, export.IsVanilla ? ", and the activation is tanh" : "");
        if (Vocabulary is null)
        {
            output.WriteLine(export.WriteGraph(directory, cancellationToken));
            Log.GraphAlone(logger);
        }
        else
        {
            output.WriteLine(export.WriteBundle(Vocabulary, SequenceLength, Labels, directory, cancellationToken));
        }
    }
}
