using RnnToolkit.Tooling.Commands;

namespace RnnToolkit.Tooling.Tests;

public sealed class SoakTests : TemporaryFolder
{
    static readonly TestRun s_green = new(new TestCounts(Passed: 3, Failed: 0, Skipped: 0), []);

    [Fact]
    public void Run_EveryRunGreen_SaysSoAndExitsWithZero()
    {
        var (exitCode, output, runs) = Run(3, _ => s_green);

        Assert.Equal((0, 3), (exitCode, runs));
        Assert.Equal("3 of 3 runs green", output[^1]);
        Assert.Equal(5, output.Length); // what is done, a line for each run, the summary
    }

    [Fact]
    public void Run_OneRunRed_CountsItAndKeepsItsOutput()
    {
        var log = Write("test-Some.Tests.log", "what went wrong");
        var red = new TestRun(new TestCounts(Passed: 2, Failed: 1, Skipped: 0), [new("Some.Tests", new TestCounts(2, 1, 0), log)]);

        var (exitCode, output, _) = Run(4, number => number == 3 ? red : s_green);

        Assert.Equal(1, exitCode);
        Assert.Equal("3 of 4 runs green", output[^1]);
        Assert.Contains(output, line => line.Contains("red: Some.Tests", StringComparison.Ordinal));
        Assert.Equal("what went wrong", File.ReadAllText(Path.Combine(Folder, "soak", "run-3", "Some.Tests.log")));
        Assert.Single(Directory.GetDirectories(Path.Combine(Folder, "soak")));
    }

    // A filter or a build gone wrong must not look like success.
    [Fact]
    public void Run_NoTestRan_IsRed() => Assert.Equal(1, Run(1, _ => new TestRun(default, [])).ExitCode);

    [Fact]
    public void Run_EverySecondRun_IsBesideBusyLoops()
    {
        var (_, output, _) = Run(4, _ => s_green);

        Assert.Equal([false, true, false, true], output[1..5].Select(line => line.Contains("beside 2 busy loops", StringComparison.Ordinal)));
    }

    [Fact]
    public void BusyLoops_Disposed_HaveEnded()
    {
        var loops = new BusyLoops(2);
        var before = loops.Running;

        loops.Dispose();

        Assert.Equal((2, 0), (before, loops.Running));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(7, "7")]
    public void Runs_Argument_IsTheirNumber(int expected, params string[] arguments) =>
        Assert.Equal(expected, Soak.Runs(Options.Parse(["soak", .. arguments], _ => null)));

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("Name~Probe")]
    public void Runs_OtherArgument_IsNamed(string argument) =>
        Assert.Contains(argument, Assert.Throws<BuildException>(() => Soak.Runs(Options.Parse(["soak", argument], _ => null))).Message, StringComparison.Ordinal);

    (int ExitCode, string[] Output, int Runs) Run(int runs, Func<int, TestRun> runTests)
    {
        var number = 0;
        using var output = new StringWriter();
        var exitCode = Soak.Run(runs, busyLoops: 2, () => runTests(++number), Path.Combine(Folder, "soak"), output);
        return (exitCode, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), number);
    }
}
