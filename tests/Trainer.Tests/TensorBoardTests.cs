using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Trainer.Tests;

public sealed class TensorBoardTests : IDisposable
{
    // 64 training texts, 7 a step: 10 steps an epoch, each of which is recorded.
    const int Steps = 10;

    static readonly string[] s_small =
        ["--models", "gru1", "--preset", "paper", "--set", "preprocessing.sequenceLength=12", "--set", "model.embeddingSize=6", "--set", "model.hiddenSize=5", "--set", "training.batchSize=7"];

    readonly TempDirectory _temp = new();

    string Board => _temp["run", "tensorboard", "gru1"];

    string[] Args(string output, int epochs, params string[] more) =>
        ["run", "--data", TinyReviews.Write(_temp["data"]), "--output", _temp[output], "--epochs", $"{epochs}", .. s_small, .. more];

    [Fact]
    public async Task Run_TensorBoard_RecordsCurvesWeightsAndTexts()
    {
        var (exitCode, _, error) = await TinyReviews.Run(default, Args("run", 2, "--tensorboard"));

        Assert.True(exitCode == ExitCode.Done, error);
        var shown = EventFile.Shown(Board);
        var metrics = Checkpoint.Read(_temp["run", "gru1", "last"]).Metrics;
        Assert.Equal(Enumerable.Range(1, 2 * Steps).Select(step => (long)step), Points("loss/step").Select(point => point.Step));
        Assert.All(Points("learning rate"), point => Assert.Equal(0.001f, point.Value.Scalar));
        Assert.Equal(metrics.Select(epoch => ((long)epoch.Epoch * Steps, (float?)epoch.TrainLoss)), Scalars("loss/train"));
        Assert.Equal(metrics.Select(epoch => ((long)epoch.Epoch * Steps, (float?)epoch.ValidationLoss)), Scalars("loss/validation"));
        Assert.Equal(metrics.Select(epoch => ((long)epoch.Epoch * Steps, (float?)epoch.ValidationAccuracy)), Scalars("accuracy/validation"));

        // The mean of the steps of an epoch, each with its 7 texts, the last with 1, is the loss of the epoch.
        var losses = Points("loss/step").Take(Steps).Select(point => (double)point.Value.Scalar!).ToList();
        Assert.Equal(metrics[0].TrainLoss, ((7 * losses.Take(Steps - 1).Sum()) + losses[^1]) / 64, 1e-5); // float32
        var weights = Checkpoint.Read(_temp["run", "gru1", "last"]).Weights;
        foreach (var tensor in weights)
        {
            var histogram = Points($"weights/{tensor.Name}").Single(point => point.Step == 2 * Steps).Value.Histogram!;
            Assert.Equal((tensor.Data.Length, tensor.Data.Min(), tensor.Data.Max()), (histogram.Num, (float)histogram.Min, (float)histogram.Max));
            Assert.Equal(tensor.Data.Length, histogram.Counts.Sum());
        }

        Assert.Contains("\"batchSize\": 7", Points("configuration/text_summary").Single().Value.Text, StringComparison.Ordinal);
        Assert.Contains("of 2", Points("summary/text_summary").Single().Value.Text, StringComparison.Ordinal);

        IEnumerable<(long Step, TensorBoardValue Value)> Points(string tag) => shown.Where(point => point.Value.Tag == tag);
        IEnumerable<(long, float?)> Scalars(string tag) => Points(tag).Select(point => (point.Step, point.Value.Scalar));
    }

    [Fact]
    public async Task Run_WithAndWithoutTensorBoard_TrainsTheSameBytes()
    {
        await TinyReviews.Run(default, Args("run", 2, "--tensorboard"));
        await TinyReviews.Run(default, Args("plain", 2));

        Assert.False(Directory.Exists(_temp["plain", "tensorboard"]));
        foreach (var file in Directory.GetFiles(_temp["plain", "gru1"], "*", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(_temp["run", Path.GetRelativePath(_temp["plain"], file)]));
        }
    }

    // As after kill -9: the directory holds what a longer life recorded, and the checkpoint is older.
    [Fact]
    public async Task Run_ResumedFromAnOlderCheckpoint_ShowsEveryPointOnce()
    {
        await TinyReviews.Run(default, Args("whole", 3, "--tensorboard"));
        await TinyReviews.Run(default, Args("run", 1, "--tensorboard"));
        await TinyReviews.Run(default, Args("longer", 2, "--tensorboard"));
        var ahead = Directory.GetFiles(_temp["longer", "tensorboard", "gru1"]).Single();
        File.Delete(Directory.GetFiles(Board).Single());
        File.Copy(ahead, Path.Combine(Board, Path.GetFileName(ahead)));

        var (exitCode, _, error) = await TinyReviews.Run(default, Args("run", 3, "--tensorboard", "--resume"));

        Assert.True(exitCode == ExitCode.Done, error);
        Assert.Equal(2, Directory.GetFiles(Board).Length);
        Assert.Equal(
            Points(_temp["whole", "tensorboard", "gru1"]).Where(point => !point.Tag.StartsWith("summary", StringComparison.Ordinal)),
            Points(Board).Where(point => !point.Tag.StartsWith("summary", StringComparison.Ordinal)));

        // Nothing is left to train: no file more.
        await TinyReviews.Run(default, Args("run", 3, "--tensorboard", "--resume"));
        Assert.Equal(2, Directory.GetFiles(Board).Length);

        static List<(long Step, string Tag, float? Scalar)> Points(string directory) =>
            [.. EventFile.Shown(directory).Select(point => (point.Step, point.Value.Tag, point.Value.Scalar)).Order()];
    }

    [Fact]
    public async Task Run_Overwrite_RemovesTheEarlierCurvesAndNoForeignFile()
    {
        await TinyReviews.Run(default, Args("run", 1, "--tensorboard"));
        File.WriteAllText(_temp["run", "tensorboard", "notes.txt"], "mine");

        Assert.Equal(ExitCode.Done, (await TinyReviews.Run(default, Args("run", 1, "--overwrite"))).ExitCode);

        Assert.False(Directory.Exists(Board));
        Assert.True(File.Exists(_temp["run", "tensorboard", "notes.txt"]));
    }

    public void Dispose() => _temp.Dispose();
}
