using Microsoft.Extensions.Logging;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Training;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Tests;

public sealed class ResumeTests : IDisposable
{
    readonly TempDirectory _temp = new();
    readonly List<string> _warnings = [];

    [Theory]
    [InlineData("gru2", 1), InlineData("rnn1", 3)]
    public void Run_StoppedAndResumed_EndsWithTheBytesOfARunThatWasNeverStopped(string model, int stopInEpoch)
    {
        Run("whole", model, resume: false, stopInEpoch: null);

        Assert.Throws<OperationCanceledException>(() => Run("stopped", model, resume: false, stopInEpoch));
        Assert.Equal(stopInEpoch, Bundle.Checkpoint.Read(_temp["stopped", model, "last"]).Metrics.Count);
        Run("stopped", model, resume: true, stopInEpoch: null);

        Assert.Equal(Files("whole"), Files("stopped"));
    }

    [Fact]
    public void Run_ResumedWhenAllIsDone_ChangesNothing()
    {
        Run("run", "lstm1", resume: false, stopInEpoch: null);
        var files = Files("run");

        Run("run", "lstm1", resume: true, stopInEpoch: null);

        Assert.Equal(files, Files("run"));
    }

    // A directory that was mistyped must not pass in silence for the one that was meant.
    [Fact]
    public void Run_ResumedWithoutARun_SaysThatANewOneBegins()
    {
        Run("run", "rnn1", resume: true, stopInEpoch: null);
        Run("run", "rnn1", resume: true, stopInEpoch: null);

        Assert.Equal([$"There is no run in {_temp["run"]} yet: a new one begins"], _warnings);
    }

    public void Dispose() => _temp.Dispose();

    void Run(string output, string model, bool resume, int? stopInEpoch)
    {
        using var stop = new CancellationTokenSource();
        Assert.Null(ModelKind.Parse(model, out var models));
        var run = new TrainingPipeline(
            new ProgressDisplay(TextWriter.Null, isTerminal: false, TimeProvider.System), TimeProvider.System, new StoppingLogger($"epoch {stopInEpoch}/", stop, _warnings));
        run.Run(
            new TrainingJob
            {
                Config = new TrainerConfig
                {
                    Model = new ModelOptions { EmbeddingSize = 8, HiddenSize = 6 },
                    Preprocessing = new() { SequenceLength = 10 },
                    Training = new TrainingOptions { BatchSize = 7, Epochs = 4, LearningRate = 0.02 },
                },
                Data = Dataset.Open(TinyReviews.Write(_temp["data"])),
                Device = CPU,
                Models = models,
                Output = _temp[output],
                Resume = resume,
            },
            stop.Token);
    }

    SortedDictionary<string, string> Files(string output) => new(
        Directory.GetFiles(_temp[output], "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_temp[output], path), path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);

    /// <summary>Cancels, as Ctrl+C would, when a message holds some text: between the end of an epoch and the next one.</summary>
    sealed class StoppingLogger(string text, CancellationTokenSource stop, List<string> warnings) : ILogger<TrainingPipeline>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                warnings.Add(formatter(state, exception));
            }

            if (formatter(state, exception).Contains(text, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }
}
