using RnnToolkit.TestSupport;

namespace RnnToolkit.Inference.Hosting.Tests;

public class PublicApiTests
{
    [Fact]
    public void PublicApi_IsWhatSomebodyApproved() => Snapshot.Match("Inference.Hosting", PublicApi.Of(typeof(HostedTextClassifier).Assembly));
}
