using RnnToolkit.Tooling.Commands;

namespace RnnToolkit.Tooling.Tests;

public sealed class MarkdownTableTests
{
    [Fact]
    public void Lines_CellsOfDifferentWidths_AreAligned()
    {
        var lines = MarkdownTable.Lines(["model", "F1"], [["lstm1", "81.46%"], ["a", "7.00%"]]);

        Assert.Equal(["| model |     F1 |", "|-------|-------:|", "| lstm1 | 81.46% |", "| a     |  7.00% |"], lines);
    }
}
