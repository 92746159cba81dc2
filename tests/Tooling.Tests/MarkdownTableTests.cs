using RnnToolkit.CommandLine;

namespace RnnToolkit.Tooling.Tests;

public sealed class MarkdownTableTests
{
    [Fact]
    public void Lines_CellsOfDifferentWidths_AreAligned()
    {
        var lines = MarkdownTable.Lines(["model", "F1"], [["lstm1", "81.46%"], ["a", "7.00%"]]);

        Assert.Equal(["| model |     F1 |", "|-------|-------:|", "| lstm1 | 81.46% |", "| a     |  7.00% |"], lines);
    }

    [Fact]
    public void Lines_TextColumns_AreAlignedToTheLeft()
    {
        var lines = MarkdownTable.Lines(["model", "precision", "size"], [["lstm1", "fp32", "1.2 MB"]], textColumns: 2);

        Assert.Equal(["| model | precision |   size |", "|-------|-----------|-------:|", "| lstm1 | fp32      | 1.2 MB |"], lines);
    }

    [Fact]
    public void CompactLines_CellsThatWouldBreakTheTable_AreEscaped()
    {
        var lines = MarkdownTable.CompactLines(["name", "value"], [["a|b", "c\u001b[31m\nd"]]);

        Assert.Equal(["| name | value |", "| --- | --- |", "| a\\|b | c [31m d |"], lines);
    }
}
