using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Inspection;
using RnnToolkit.Fuzz.Mutations;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>An ONNX file with its metadata, as <c>exporter inspect</c> reads it.</summary>
static class OnnxTarget
{
    public static FuzzTarget Create(string scratch)
    {
        var folder = Scratch.Folder(scratch, "onnx");
        return new(
            "onnx",
            [Graph(folder, RecurrentCell.Rnn), Graph(folder, RecurrentCell.Lstm), Graph(folder, RecurrentCell.Gru)],
            Protobuf.Mutate,
            (bytes, own) => BundleReport.Of(Scratch.File(own, "model.onnx", bytes)),
            typeof(ArtifactFormatException));
    }

    static byte[] Graph(string folder, RecurrentCell cell)
    {
        var bundle = Scratch.Folder(folder, $"{cell}");
        new TinyBundle(cell).Write(bundle);
        return File.ReadAllBytes(Path.Combine(bundle, ModelBundle.GraphFile));
    }
}
