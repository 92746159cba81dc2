using RnnToolkit.TestSupport;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class SummaryWriterTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("torchsharp-test-").FullName;

    [Fact]
    public void AddScalar_Points_AreReadBackWithTheirSteps()
    {
        var before = DateTimeOffset.Now.ToUnixTimeSeconds();
        var writer = utils.tensorboard.SummaryWriter(_directory);

        writer.add_scalar("loss/train", 0.5f, 0);
        writer.add_scalar("loss/train", 0f, 300);
        writer.add_scalar("Genauigkeit für Ämter", -1e-30f, int.MaxValue, walltime: 1_700_000_000);

        Assert.Equal(_directory, writer.LogDir);
        var events = EventFile.Read(Single());
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(
            [(0, "loss/train", 0.5f), (300, "loss/train", 0f), (int.MaxValue, "Genauigkeit für Ämter", -1e-30f)],
            events.Skip(1).Select(read => (read.Step, read.Values.Single().Tag, read.Values.Single().Scalar!.Value)));
        Assert.InRange(events[1].WallTime, before, before + 3600);
        Assert.Equal(1_700_000_000, events[3].WallTime);
    }

    [Fact]
    public void AddHistogram_Values_AreCountedInBucketsBetweenTheSmallestAndTheLargest()
    {
        float[] values = [-2.5f, -2.4f, 0f, 1e-3f, 1e-3f, 7f];
        using var tensor = torch.tensor(values, [2, 3]);

        utils.tensorboard.SummaryWriter(_directory).add_histogram("fc.weight", tensor, 7);

        var read = EventFile.Read(Single())[1];
        var (step, histogram) = (read.Step, read.Values.Single().Histogram!);
        Assert.Equal((7, -2.5, 7, 6), (step, histogram.Min, histogram.Max, histogram.Num));
        Assert.Equal(values.Sum(value => (double)value), histogram.Sum, 1e-12);
        Assert.Equal(values.Sum(value => (double)value * value), histogram.SumSquares, 1e-12);

        // Each bucket ends at its limit; the first is empty and only says where the second begins.
        Assert.Equal(histogram.Limits.Length, histogram.Counts.Length);
        Assert.Equal(0, histogram.Counts[0]);
        Assert.Equal(histogram.Limits.Order(), histogram.Limits);
        Assert.InRange(histogram.Limits[0], -2.75, -2.5);
        Assert.InRange(histogram.Limits[^1], 7, 7.7);
        for (var i = 1; i < histogram.Limits.Length; i++)
        {
            Assert.Equal(values.Count(value => value >= histogram.Limits[i - 1] && value < histogram.Limits[i]), histogram.Counts[i]);
        }
    }

    [Fact]
    public void AddHistogram_AWholeTensorOfZeros_IsOneBucket()
    {
        using var tensor = zeros([4]);

        utils.tensorboard.SummaryWriter(_directory).add_histogram("bias", tensor, 1);

        var histogram = EventFile.Read(Single())[1].Values.Single().Histogram!;
        Assert.Equal((0, 0, 4, 0), (histogram.Min, histogram.Max, histogram.Num, histogram.Sum));
        Assert.Equal([0, 4], histogram.Counts);
    }

    [Fact]
    public void AddText_Markdown_IsReadBack()
    {
        utils.tensorboard.SummaryWriter(_directory).add_text("configuration", "| größe |\n", 3);

        var read = EventFile.Read(Single())[1];
        Assert.Equal((3, "configuration/text_summary", "| größe |\n"), (read.Step, read.Values.Single().Tag, read.Values.Single().Text));
    }

    [Fact]
    public void SummaryWriter_Twice_StartsASecondFileWhoseNameFollows()
    {
        utils.tensorboard.SummaryWriter(_directory, "first").add_scalar("a", 1, 1);
        utils.tensorboard.SummaryWriter(_directory, "second").add_scalar("a", 2, 2);

        var files = Directory.GetFiles(_directory).Order(StringComparer.Ordinal).ToList();
        Assert.All(files, file => Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal));
        Assert.EndsWith(".first", files[0], StringComparison.Ordinal);
        Assert.EndsWith(".second", files[1], StringComparison.Ordinal);
        Assert.Equal([(1L, 1f), (2L, 2f)], EventFile.Shown(_directory).Select(shown => (shown.Step, shown.Value.Scalar!.Value)));
    }

    [Fact]
    public void SummaryWriter_ARunName_IsADirectoryBelow()
    {
        var writer = utils.tensorboard.SummaryWriter(_directory, createRunName: true);

        Assert.Equal(_directory, Path.GetDirectoryName(writer.LogDir));
        Assert.Single(Directory.GetFiles(writer.LogDir));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    string Single() => Assert.Single(Directory.GetFiles(_directory));
}
