using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Inspection;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests;

/// <summary>Graphs as <c>exporter inspect</c> prints them.</summary>
public class GraphSnapshotTests
{
    [Theory]
    [InlineData("rnn1", RecurrentCell.Rnn, 1, false)]
    [InlineData("lstm2", RecurrentCell.Lstm, 2, false)]
    [InlineData("gru1", RecurrentCell.Gru, 1, false)]
    [InlineData("bigru2", RecurrentCell.Gru, 2, true)]
    public void Graph_OfEachCell_IsTheApprovedOne(string name, RecurrentCell cell, int layers, bool bidirectional) =>
        Snapshot.Match(
        name,
        Build(TestModels.Config(cell, layers, bidirectional)).Info().Replace(ClassifierGraph.ProducerVersion, "<version>", StringComparison.Ordinal));

    static Graphs.Onnx.ModelProto Build(ModelConfig config) =>
        ClassifierGraph.Build(config.ShortName, config, TestModels.Weights(config, seed: 1), GraphFormat.Default);
}
