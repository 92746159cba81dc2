using RnnToolkit.Bundle;
using RnnToolkit.Exporter.PyTorch;
using RnnToolkit.Graphs.Tests;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests.PyTorch;

public sealed class PyTorchFileTests
{
    // As with the golden models: float32 on both sides.
    const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Files => PyTorchFiles.Instance.Logits.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> GoldenNames => GoldenModels.Names;

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileByPyTorch_GivesPyTorchsLogits(string name)
    {
        var structure = Structure(PyTorchFiles.PathOf($"{name}.pt"));
        using var model = GraphSession.Of(structure.Config, structure.Weights);

        AssertClose.Equal(PyTorchFiles.Instance.Logits[name], model.Run(PyTorchFiles.Instance.Ids).Logits, Tolerance);
    }

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void Read_GoldenSafetensors_GivesPyTorchsLogits(string name)
    {
        var structure = Structure(GoldenModels.WeightsPath(name));
        using var model = GraphSession.Of(structure.Config, structure.Weights);

        Assert.Equal(GoldenModels.Instance.Config(name) with { Dropout = 0 }, structure.Config);
        AssertClose.Equal(GoldenModels.Instance.Models[name].Logits, model.Run(GoldenModels.Instance.Ids).Logits, Tolerance);
    }

    [Theory]
    [InlineData("lstm2-bidirectional", RecurrentCell.Lstm, 2, true)]
    [InlineData("gru1-no-bias", RecurrentCell.Gru, 1, false)]
    [InlineData("rnn3", RecurrentCell.Rnn, 3, false)]
    [InlineData("data-parallel", RecurrentCell.Lstm, 1, false)]
    public void Infer_FileByPyTorch_FindsTheArchitecture(string name, RecurrentCell cell, int layers, bool bidirectional)
    {
        var expected = TestModels.Config(cell, layers, bidirectional) with { Dropout = 0 };

        Assert.Equal(expected, Structure(PyTorchFiles.PathOf($"{name}.pt")).Config);
    }

    [Theory]
    [InlineData("legacy.pt", "found the format of torch.save before PyTorch 1.6, expected a newer one; load it there and save it again")]
    [InlineData("whole-model.pt", "data.pkl: byte 2: found the name __main__.Classifier, expected a state dict")]
    [InlineData("logits.json", "header length: found ")]
    public void Read_AnotherFormat_IsRefused(string file, string message)
    {
        var exception = Assert.Throws<CheckpointFormatException>(() => PyTorchFile.Read(PyTorchFiles.PathOf(file)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    static ClassifierStructure Structure(string path) => ClassifierStructure.Infer(PyTorchFile.Read(path), path);
}
