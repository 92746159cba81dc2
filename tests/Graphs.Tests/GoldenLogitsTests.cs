using RnnToolkit.Graphs.Reference;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Graphs.Tests;

/// <summary>PyTorch's logits for the six models.</summary>
public class GoldenLogitsTests
{
    // Float32 on both sides, other orders of summation over 100 time steps: 2e-7 was seen.
    const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Names => GoldenModels.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Graph_GoldenBatch_GivesPyTorchsLogits(string name)
    {
        var golden = GoldenModels.Instance;
        using var model = GraphSession.Of(golden.Config(name), GoldenModels.Weights(name));

        var (logits, probabilities) = model.Run(golden.Ids);

        AssertClose.Equal(golden.Models[name].Logits, logits, Tolerance);
        AssertClose.Equal([.. logits.Select(logit => (float)(1 / (1 + Math.Exp(-logit))))], probabilities, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Graph_OneTextAtATime_GivesPyTorchsLogits(string name)
    {
        var golden = GoldenModels.Instance;
        using var model = GraphSession.Of(golden.Config(name), GoldenModels.Weights(name));

        var logits = golden.Ids.Select(ids => model.Run([ids]).Logits[0]).ToArray();

        AssertClose.Equal(golden.Models[name].Logits, logits, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reference_GoldenBatch_GivesPyTorchsLogits(string name)
    {
        var golden = GoldenModels.Instance;
        var reference = new ReferenceClassifier(golden.Config(name), GoldenModels.Weights(name));

        var logits = golden.Ids.Select(ids => (float)reference.Logit(ids)).ToArray();

        AssertClose.Equal(golden.Models[name].Logits, logits, Tolerance);
    }
}
