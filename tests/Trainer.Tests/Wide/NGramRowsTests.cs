using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Tests.Wide;

public class NGramRowsTests
{
    static readonly NGramRows s_rows = NGramRows.From([[2, 5, 9], [], [5, 9], [1, 5], [1]]);

    [Fact]
    public void Frequent_TwoRowsAtLeast_AscendsWithoutTheRest() => Assert.Equal([1, 5, 9], s_rows.Frequent(2, 10));

    [Fact]
    public void Frequent_TooMany_KeepsTheMostFrequentThenTheSmallest() => Assert.Equal([1, 5], s_rows.Frequent(2, 2));

    [Fact]
    public void ColumnsIn_Table_LeavesOutWhatIsNotThere()
    {
        var columns = s_rows.ColumnsIn(new NGramTable([5, 9]));
        Assert.Equal([[0, 1], [], [0, 1], [0], []], Enumerable.Range(0, columns.Count).Select(row => columns[row].ToArray()));
    }

    [Fact]
    public void Select_RowsAndColumns_KeepsTheirOrder()
    {
        var selected = s_rows.Select([2, 0], [-1, -1, 0, -1, -1, -1, -1, -1, -1, 1]);
        Assert.Equal([[1], [0, 1]], Enumerable.Range(0, selected.Count).Select(row => selected[row].ToArray()));
    }
}
