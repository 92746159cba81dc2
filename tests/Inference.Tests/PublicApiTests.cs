using RnnToolkit.TestSupport;

namespace RnnToolkit.Inference.Tests;

public class PublicApiTests
{
    [Fact]
    public void PublicApi_IsWhatSomebodyApproved() => Snapshot.Match("Inference", PublicApi.Of(typeof(TextClassifier).Assembly));
}
