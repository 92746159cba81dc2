using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Tests;

public sealed class ChildTests
{
    [Fact]
    public void TryRunLogged_LongerThanItsLimit_IsKilledAndSaysSo()
    {
        var (program, arguments) = OperatingSystem.IsWindows() ? ("ping", new[] { "-t", "127.0.0.1" }) : ("sleep", new[] { "1000000" });

        var result = Child.TryRunLogged("child-test", program, arguments, limit: TimeSpan.FromMilliseconds(200));

        Assert.NotEqual(0, result.ExitCode);
        Assert.StartsWith("killed after its limit", result.Output[^1], StringComparison.Ordinal);
    }
}
