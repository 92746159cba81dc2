using RnnToolkit.Bundle;
using RnnToolkit.Fuzz.Mutations;
using RnnToolkit.Inference.Internals;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>An ONNX file as <c>ExecutionProvider.Managed</c> reads it, up to the comparison with the graph that the manifest calls for.</summary>
static class ManagedGraphTarget
{
    public static FuzzTarget Create(string scratch)
    {
        var folder = Scratch.Folder(scratch, "managed-graph");
        new TinyBundle(RecurrentCell.Lstm, layers: 2).Write(Path.Combine(folder, "paper"));
        TinyBundle.General(["a", "b", "c"]).Write(Path.Combine(folder, "general"));
        ModelBundle[] bundles = [ModelBundle.Read(Path.Combine(folder, "paper")), ModelBundle.Read(Path.Combine(folder, "general"))];
        return new("managed-graph", [.. bundles.Select(bundle => bundle.Graph)], Protobuf.Mutate, (bytes, _) => Read(bundles, bytes), typeof(FormatException));
    }

    static void Read(ModelBundle[] bundles, byte[] bytes)
    {
        var file = OnnxGraphFile.Parse(bytes);
        var manifest = bundles[file.Inputs.Count == 1 ? 0 : 1].Manifest;
        ExpectedGraph.Check(file, manifest, skipsPadding: !manifest.Model.MaskPadding);
        _ = ManagedSession.ModelOf(file, manifest, wordTableBytes: 0);
    }
}
