using System.Collections.Concurrent;
using RnnToolkit.Bundle;
using RnnToolkit.Kernels;

namespace RnnToolkit.Inference.Internals;

/// <summary>The model of a bundle, computed by this library.</summary>
sealed class ManagedSession : ClassifierSession
{
    readonly ManagedModel _model;
    readonly ConcurrentBag<ManagedWorkspace> _free = [];

    ManagedSession(ManagedModel model, string reason)
        : base(ExecutionProvider.Managed, reason) => _model = model;

    /// <summary>Takes the weights of a graph that is the exporter's, and tests them.</summary>
    /// <exception cref="BundleFormatException">The graph is another one, or is damaged.</exception>
    public static new ManagedSession Open(ModelBundle bundle, string directory, TextClassifierOptions options)
    {
        var (manifest, graphPath) = (bundle.Manifest, Path.Combine(directory, bundle.Manifest.Graph.File));
        try
        {
            var file = OnnxGraphFile.Parse(bundle.Graph);
            GraphContract.CheckNames(file.Inputs, GraphContract.InputNames(manifest.Model), graphPath, "inputs");
            GraphContract.CheckNames(file.Outputs, GraphContract.OutputNames(manifest.Model), graphPath, "outputs");
            GraphContract.CheckMetadata(file.Metadata, manifest, graphPath);
            ExpectedGraph.Check(file, manifest, GraphContract.CanSkipPadding(file.Metadata, manifest, graphPath));
            var model = ModelOf(file, manifest, options.WordTableBytes);
            var session = new ManagedSession(model, $"Managed was asked for; {VectorKernels.Best.Name}");
            session.LengthBucketWidth = model.CanSkipPadding || manifest.Model.MaskPadding ? options.LengthBucketWidth : 0;
            new GraphTrial(session, manifest, graphPath).Run();
            return session;
        }
        catch (FormatException exception)
        {
            throw new BundleFormatException(graphPath, null, exception.Message, "the graph of this toolkit's exporter for the model in bundle.json", exception);
        }
    }

    /// <summary>The model that a graph holds.</summary>
    /// <exception cref="FormatException">A weight is missing, or is not what it must be.</exception>
    public static ManagedModel ModelOf(OnnxGraphFile file, BundleManifest manifest, long wordTableBytes) => new(
        new BundleTables(file, manifest.Graph.Precision), manifest.Model, manifest.Preprocessing.SequenceLength, wordTableBytes, VectorKernels.Best);

    public override void Run(BatchBuffer buffer)
    {
        var workspace = _free.TryTake(out var free) ? free : _model.NewWorkspace();
        _model.Run(buffer, workspace);
        _free.Add(workspace);
    }

    public override void Dispose()
    {
    }
}
