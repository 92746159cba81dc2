namespace RnnToolkit.Tooling.Commands;

/// <summary>What one run of the test projects gave.</summary>
/// <param name="Total">All tests of all projects.</param>
/// <param name="Red">The projects with failures.</param>
internal sealed record TestRun(TestCounts Total, IReadOnlyList<RedProject> Red)
{
    /// <summary>Whether tests ran and none failed.</summary>
    public bool IsGreen => Total is { Passed: > 0, Failed: 0 };
}

/// <summary>A test project with failures, and where what it wrote is kept.</summary>
internal sealed record RedProject(string Name, TestCounts Counts, string LogFile);
