using RnnToolkit.Bundle;
using RnnToolkit.Exporter.PyTorch;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests.PyTorch;

public class ClassifierStructureTests
{
    const string Path = "weights.pt";

    [Theory]
    [InlineData("", "")]
    [InlineData("model.", "net.lstm.")]
    [InlineData("embed_", "encoder_.")]
    public void Infer_OtherNames_FindsTheSameWeights(string embeddingPrefix, string recurrentPrefix)
    {
        var config = TestModels.Config(RecurrentCell.Lstm, layers: 2, bidirectional: true) with { Dropout = 0 };
        var weights = TestModels.Weights(config, seed: 1);

        var structure = ClassifierStructure.Infer(
            Renamed(weights, name => name
                .Replace("embedding.", embeddingPrefix + "table.", StringComparison.Ordinal)
                .Replace("rnn.", recurrentPrefix, StringComparison.Ordinal)
                .Replace("fc.", "out.", StringComparison.Ordinal)),
            Path);

        Assert.Equal(config, structure.Config);
        Assert.Equal(weights.Select(tensor => tensor.Name), structure.Weights.Select(tensor => tensor.Name));
        Assert.All(weights, tensor => Assert.Equal(tensor.Data, structure.Weights[tensor.Name].Data));
    }

    [Theory]
    [InlineData(5)] // an embedding as wide as the head's input: of two tables with equal columns, the head is the one with a bias
    [InlineData(7)]
    public void Infer_MoreThanTwoOutputs_AreSoManyClasses(int embeddingSize)
    {
        var config = TestModels.Config(RecurrentCell.Gru) with { Dropout = 0, Classes = 6, EmbeddingSize = embeddingSize };
        var weights = TestModels.Weights(config, seed: 1);

        var structure = ClassifierStructure.Infer(weights, Path);

        Assert.Equal(config, structure.Config);
        Assert.All(weights, tensor => Assert.Equal(tensor.Data, structure.Weights[tensor.Name].Data));
    }

    [Theory]
    [InlineData("embedding.weight", "found no tensor for an embedding table, expected one with the shape [rows, 7]")]
    [InlineData("fc.weight", "found no tensor for a linear head, expected one with the shape [outputs, 5], at most 1000 outputs")]
    [InlineData("rnn.weight_ih_l0", "rnn.weight_ih_l0: found no such tensor")]
    [InlineData("rnn.weight_hh_l0", "rnn.weight_hh_l0: found no such tensor")]
    [InlineData("rnn.weight_hh_l1", "rnn.weight_hh_l1: found no such tensor")]
    [InlineData("rnn.bias_ih_l1", "rnn.bias_ih_l1: found no such tensor")]
    public void Infer_MissingTensor_IsRefused(string name, string message) =>
        Refused(message, tensors => tensors.Where(tensor => tensor.Name != name));

    [Theory]
    [InlineData("norm.weight", new long[] { 5 }, "norm.weight: found a tensor [5] that has no place")]
    [InlineData("rnn.weight_hr_l0", new long[] { 3, 5 }, "rnn.weight_hr_l0: found a tensor [3, 5] that has no place")]
    [InlineData("other.weight", new long[] { 9, 7 }, "several tensors for an embedding table: embedding.weight, other.weight")]
    [InlineData("other.weight", new long[] { 2, 5 }, "several tensors for a linear head: fc.weight, other.weight")]
    [InlineData("decoder.weight_ih_l0", new long[] { 15, 7 }, "found recurrent modules rnn., decoder., expected one nn.RNN")]
    [InlineData("rnn.weight_ih_l16", new long[] { 15, 5 }, "found model.layers is 17, expected 1 to 16")]
    [InlineData("rnn.weight_ih_l0_reverse", new long[] { 15, 7 }, "found no tensor for a linear head, expected one with the shape [outputs, 10]")]
    public void Infer_TensorTooMany_IsRefused(string name, long[] shape, string message) =>
        Refused(message, tensors => tensors.Append(new NamedTensor(name, shape, new float[shape.Aggregate(1L, (a, b) => a * b)])));

    [Theory]
    [InlineData("rnn.weight_hh_l0", new long[] { 10, 5 }, "rnn.weight_hh_l0: found shape [10, 5], expected [15, 5]")]
    [InlineData("rnn.weight_ih_l0", new long[] { 10, 7 }, "weight_ih_l0: found 10 rows for a hidden state of 5")]
    [InlineData("rnn.weight_ih_l0", new long[] { 105 }, "rnn.weight_ih_l0: found shape [105], expected 2 dimensions with values")]
    [InlineData("rnn.weight_hh_l0", new long[] { 15, 0 }, "rnn.weight_hh_l0: found shape [15, 0], expected 2 dimensions with values")]
    [InlineData("rnn.bias_hh_l1", new long[] { 14 }, "rnn.bias_hh_l1: found shape [14], expected [15]")]
    [InlineData("fc.bias", new long[] { 2 }, "fc.bias: found shape [2], expected [1]")]
    public void Infer_OtherShape_IsRefused(string name, long[] shape, string message) => Refused(message, tensors => tensors.Select(tensor =>
        tensor.Name == name ? new NamedTensor(name, shape, new float[shape.Aggregate(1L, (a, b) => a * b)]) : tensor));

    [Fact]
    public void Infer_ValueThatIsNoNumber_IsRefused() => Refused("rnn.weight_hh_l1: found a value that is not finite", tensors => tensors.Select(tensor =>
        tensor.Name == "rnn.weight_hh_l1" ? tensor with { Data = [float.NaN, .. tensor.Data.Skip(1)] } : tensor));

    [Fact]
    public void Infer_NoRecurrentLayer_IsRefused() => Refused("found no tensor called *weight_ih_l0", _ => []);

    static void Refused(string message, Func<IEnumerable<NamedTensor>, IEnumerable<NamedTensor>> change)
    {
        var tensors = new StateDict();
        foreach (var tensor in change(TestModels.Weights(TestModels.Config(RecurrentCell.Gru, layers: 2), seed: 1)))
        {
            tensors.Add(tensor);
        }

        var exception = Assert.Throws<CheckpointFormatException>(() => ClassifierStructure.Infer(tensors, Path));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    static StateDict Renamed(StateDict weights, Func<string, string> rename)
    {
        var renamed = new StateDict();
        foreach (var tensor in weights)
        {
            renamed.Add(tensor with { Name = rename(tensor.Name) });
        }

        return renamed;
    }
}
