using RnnToolkit.Inference.Internals;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Tests;

/// <summary>How texts in the order of their lengths are cut into batches.</summary>
public sealed class BatchPlanningTests
{
    const int MaxBatchSize = 64;

    public static TheoryData<string, int[], int[]> Plans => new()
    {
        { "one length", [.. Enumerable.Repeat(20, 64)], [64] },
        { "more than one batch of one length", [.. Enumerable.Repeat(20, 130)], [64, 64, 2] },
        { "a long text among short ones", [.. Enumerable.Repeat(8, 63), 100], [63, 1] },
        { "a short text among long ones", [8, .. Enumerable.Repeat(100, 63)], [1, 63] },
        { "too little to save", [12, 12, 16], [3] },
        { "three lengths", [.. Enumerable.Repeat(8, 20), .. Enumerable.Repeat(40, 20), .. Enumerable.Repeat(100, 20)], [20, 20, 20] },
        { "what is left over goes to the next batch", [.. Enumerable.Repeat(8, 20), .. Enumerable.Repeat(100, 64)], [20, 64] },
        { "a single text", [96], [1] },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void TakeBatch_OnAProcessor_SplitsWhereItSavesSteps(string name, int[] lengths, int[] expected)
    {
        Assert.True(expected.SequenceEqual(Cut(lengths, LengthBuckets.ProcessorBatchCost)), name);
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void TakeBatch_OnAGpu_MakesNoFurtherBatches(string name, int[] lengths, int[] split)
    {
        var batches = Cut(lengths, LengthBuckets.GpuBatchCost).Count();

        Assert.True(((lengths.Length - 1) / MaxBatchSize) + 1 == batches, name);
        Assert.InRange(batches, 1, split.Length);
    }

    [Fact]
    public void TakeBatch_RandomLengths_NeverCostsMoreThanFullBatches()
    {
        var random = new Random(71);
        for (var run = 0; run < 200; run++)
        {
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => 4 * random.Next(1, 26)).Order()];
            var full = Enumerable.Range(0, ((lengths.Length - 1) / MaxBatchSize) + 1)
                .Select(i => Math.Min(MaxBatchSize, lengths.Length - (i * MaxBatchSize)));

            Assert.InRange(Cost(lengths, Cut(lengths, LengthBuckets.ProcessorBatchCost)), 1, Cost(lengths, full));
        }
    }

    [Theory]
    [InlineData(4, 0, 4)]
    [InlineData(4, 3, 4)]
    [InlineData(4, 4, 8)] // there must be an id of padding for the number of skipped steps
    [InlineData(4, 91, 92)]
    [InlineData(4, 96, 100)]
    [InlineData(4, 100, 100)]
    [InlineData(7, 97, 98)]
    [InlineData(7, 98, 100)]
    [InlineData(1, 99, 100)]
    [InlineData(0, 3, 100)]
    [InlineData(10_000, 3, 100)]
    public void LengthOf_Tokens_IsAMultipleOfTheWidthOrTheSequenceLength(int width, int tokens, int expected) =>
        Assert.Equal(expected, new LengthBuckets(sequenceLength: 100, PaddingSide.Left, width, batchCost: 4).LengthOf(tokens));

    [Fact]
    public void WriteRow_ShorterThanTheText_PutsTheSkippedStepsIntoTheFirstId()
    {
        var buckets = new LengthBuckets(sequenceLength: 6, PaddingSide.Left, width: 2, batchCost: 4);
        var row = new long[4];
        var whole = new long[6];

        buckets.WriteRow([0, 0, 0, 5, 6, 7], row);
        buckets.WriteRow([0, 0, 0, 5, 6, 7], whole);

        Assert.Equal([-2, 5, 6, 7], row);
        Assert.Equal([0, 0, 0, 5, 6, 7], whole);
    }

    [Theory]
    [InlineData(4, 0, 4)] // a text without tokens has one step
    [InlineData(4, 1, 4)]
    [InlineData(4, 4, 4)]
    [InlineData(4, 5, 8)]
    [InlineData(7, 99, 100)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 3, 100)]
    public void LengthOf_PaddingOnTheRight_NeedsNoPlaceForSkippedSteps(int width, int tokens, int expected) =>
        Assert.Equal(expected, new LengthBuckets(sequenceLength: 100, PaddingSide.Right, width, batchCost: 4).LengthOf(tokens));

    [Fact]
    public void WriteRow_PaddingOnTheRight_LeavesItAway()
    {
        var row = new long[4];

        new LengthBuckets(sequenceLength: 6, PaddingSide.Right, width: 2, batchCost: 4).WriteRow([5, 6, 7, 0, 0, 0], row);

        Assert.Equal([5, 6, 7, 0], row);
    }

    static IEnumerable<int> Cut(int[] lengths, int batchCost)
    {
        var buckets = new LengthBuckets(sequenceLength: 100, PaddingSide.Left, width: 4, batchCost);
        for (var (done, rows) = (0, 0); done < lengths.Length; done += rows)
        {
            rows = buckets.TakeBatch(lengths.AsSpan(done), MaxBatchSize);
            Assert.InRange(rows, 1, MaxBatchSize);
            yield return rows;
        }
    }

    /// <summary>Steps times rows, plus the fixed cost of each step.</summary>
    static long Cost(int[] lengths, IEnumerable<int> batches)
    {
        var (cost, done) = (0L, 0);
        foreach (var rows in batches)
        {
            done += rows;
            cost += lengths[done - 1] * (rows + (long)LengthBuckets.ProcessorBatchCost);
        }

        return cost;
    }
}
