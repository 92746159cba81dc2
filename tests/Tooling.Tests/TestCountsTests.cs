using RnnToolkit.Tooling.Commands;

namespace RnnToolkit.Tooling.Tests;

public sealed class TestCountsTests : TemporaryFolder
{
    [Fact]
    public void Read_ResultFile_CountsSkippedAsNotExecuted()
    {
        // The runner leaves notExecuted at 0 for skipped tests; only total and executed tell.
        var file = Write("results.trx", """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <ResultSummary outcome="Failed">
                <Counters total="10" executed="8" passed="5" failed="2" error="1" timeout="0" notExecuted="0" />
              </ResultSummary>
            </TestRun>
            """);

        Assert.Equal(new TestCounts(Passed: 5, Failed: 3, Skipped: 2), TestCounts.Read(file));
    }

    [Fact]
    public void ToString_Sum_IsTheClosingLineThatCiReads() =>
        Assert.Equal("3 passed, 1 failed, 2 skipped", (new TestCounts(1, 1, 0) + new TestCounts(2, 0, 2)).ToString());
}
