using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Optimization;
using RnnToolkit.Trainer.Training;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Tests;

/// <summary>A training that was stopped and resumed ends with the bytes of one that was not, wherever and however it was stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    const int Epochs = 3;

    readonly TempDirectory _temp = new();
    readonly List<string> _messages = [];

    [Theory]
    [InlineData("gru2", 1, false), InlineData("rnn1", 2, false)]
    [InlineData("rnn1", 2, true)] // an epoch that was reported is saved by then
    public void Train_StoppedAfterAnEpoch_EndsWithTheBytesOfATrainingThatWasNot(string model, int stopAfterEpoch, bool kill)
    {
        Train("whole", model);

        using (var stop = new CancellationTokenSource())
        {
            Action onEpoch = kill ? () => throw new KilledException() : stop.Cancel;
            var outcome = Record.Exception(() => Train(
                "stopped", model, logger: new StoppingLogger($"epoch {stopAfterEpoch}/", onEpoch, _messages), cancellationToken: stop.Token));
            Assert.IsType(kill ? typeof(KilledException) : typeof(OperationCanceledException), outcome);
        }

        Assert.Equal(stopAfterEpoch, Checkpoint.Read(_temp["stopped", model, "last"]).Metrics.Count);
        Train("stopped", model, resume: true);

        Assert.Equal(Files("whole"), Files("stopped"));
    }

    // A stop asks for a last checkpoint; a kill leaves the one that was written when it was due.
    [Theory]
    [InlineData("gru1", false, false), InlineData("lstm2", true, false)]
    [InlineData("rnn2", false, true), InlineData("gru1", true, true), InlineData("lstm1", true, true)]
    public void Train_StoppedWithinEpochs_EndsWithTheBytesOfATrainingThatWasNot(string model, bool carryHiddenState, bool kill)
    {
        TrainWithStops(model, options => options with { CarryHiddenState = carryHiddenState }, kill);

        Assert.Equal(Files("whole"), Files("stopped"));
    }

    static TrainingOptions General(TrainingOptions options) => options with
    {
        AverageDecay = 0.9, LabelSmoothing = 0.1, Schedule = LearningRateSchedule.Cosine, SimilarLengths = true, WarmUp = 0.1, WeightDecay = 0.01, WordDropout = 0.2,
    };

    void TrainWithStops(string model, Func<TrainingOptions, TrainingOptions> change, bool kill, bool general = false)
    {
        Train("whole", model, change, checkpointing: false, general: general);
        var positions = new List<(int Epoch, int Step)>();

        // The clock moves a minute at each look, one for each step: a checkpoint is due every two steps, and each start takes a few.
        for (var start = 0; !IsDone(positions); start++)
        {
            Assert.InRange(start, 0, 40);
            using var stop = new CancellationTokenSource();
            var looks = 12 + (start % 3);
            var clock = new SteppingClock(onLook: look =>
            {
                if (look == looks && kill)
                {
                    throw new KilledException();
                }

                if (look == looks)
                {
                    stop.Cancel();
                }
            });
            var outcome = Record.Exception(() => Train(
                "stopped", model, change, resume: start > 0, time: clock, general: general, cancellationToken: stop.Token));
            Assert.True(outcome is null or KilledException or OperationCanceledException, outcome?.ToString());
            positions.Add(outcome is null ? (Epochs + 1, 0) : Position("stopped", model));
        }

        Assert.True(positions.Count(position => position.Step > 0) >= 2, string.Join(' ', positions)); // not between epochs alone
    }

    // The average of the weights, the schedule, the order by length, the dropped words and the wide channel are part of what must come back.
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Train_GeneralRecipeStoppedWithinEpochs_EndsWithTheBytesOfATrainingThatWasNot(bool kill)
    {
        TrainWithStops("gru1", General, kill, general: true);

        Assert.Equal(Files("whole"), Files("stopped"));
        Assert.Contains(Path.Combine("gru1", "last", WeightAverage.FileName), Files("stopped").Keys);
        Assert.Contains(Path.Combine("gru1", "last", NGramTable.FileName), Files("stopped").Keys);
    }

    [Fact]
    public void Train_ScheduleOverAllEpochs_CannotBeExtendedAndSaysSo()
    {
        Train("run", "gru1", General, general: true);
        var files = Files("run");

        var exception = Assert.Throws<OptionsValidationException>(() =>
            Train("run", "gru1", options => General(options) with { Epochs = Epochs + 1 }, resume: true, general: true));

        Assert.Equal(
            [$"--resume: training.epochs: found {Epochs + 1}, expected {Epochs}, with which {_temp["run"]} was started: "
                + "training.schedule and training.warmUp follow the number of epochs; train anew in another --output"],
            exception.Failures);
        Assert.Equal(files, Files("run"));
    }

    [Fact]
    public void Train_NoBetterEpoch_StopsEarlyAndStaysStopped()
    {
        // Steps that lead nowhere: no epoch after the first is better by its accuracy.
        TrainingOptions Impatient(TrainingOptions options) => options with { Epochs = 9, LearningRate = 1e-9, Patience = 2, BestBy = BestMetric.Accuracy, BatchSize = 50 };
        Train("run", "gru1", Impatient);
        var files = Files("run");

        Train("run", "gru1", Impatient, resume: true);

        Assert.InRange(Checkpoint.Read(_temp["run", "gru1", "last"]).Metrics.Count, 3, 8);
        Assert.Contains(_messages, message => message.Contains("2 epochs without a better one", StringComparison.Ordinal));
        Assert.Equal(files, Files("run"));
    }

    [Theory]
    [InlineData(0), InlineData(2)]
    public void Train_CheckpointMinutes_DecidesWhetherThereAreCheckpointsWithinAnEpoch(double minutes)
    {
        var clock = new SteppingClock(onLook: look =>
        {
            if (look == 12)
            {
                throw new KilledException();
            }
        });

        Assert.Throws<KilledException>(() => Train("run", "gru1", options => options with { CheckpointMinutes = minutes, BatchSize = 1 }, time: clock));

        Assert.Equal(minutes > 0, Position("run", "gru1").Step > 0);
    }

    [Fact]
    public void Train_ResumedWithMoreEpochs_EndsWithTheBytesOfATrainingThatHadThemFromTheStart()
    {
        Train("whole", "gru1", options => options with { Epochs = 4 });

        Train("extended", "gru1", options => options with { Epochs = 2 });
        Train("extended", "gru1", options => options with { Epochs = 4 }, resume: true);

        Assert.Equal(Files("whole"), Files("extended"));
    }

    [Fact]
    public void Train_ResumedWithAnotherCheckpointInterval_Resumes()
    {
        Train("run", "gru1");

        Train("run", "gru1", options => options with { CheckpointMinutes = 0, Epochs = Epochs + 1 }, resume: true);

        Assert.Equal(Epochs + 1, Checkpoint.Read(_temp["run", "gru1", "last"]).Metrics.Count);
    }

    [Fact]
    public void Train_ResumedWhenAllIsDone_ChangesNothing()
    {
        Train("run", "lstm1");
        var files = Files("run");

        Train("run", "lstm1", resume: true);

        Assert.Equal(files, Files("run"));
    }

    // A process that was killed while it deleted the checkpoint before its last one: nothing writes best/ or last/ after that.
    [Theory]
    [InlineData("best"), InlineData("last")]
    public void Train_ResumedWhenAllIsDone_RemovesWhatAKilledSaveLeft(string checkpoint)
    {
        Train("run", "lstm1");
        var files = Files("run");
        _temp.Write($"run/lstm1/.{checkpoint}.1f2e3d4c.tmp/weights.safetensors", "of the epoch before");
        _temp.Write($"run/lstm1/.{checkpoint}.1f2e3d4c.tmp.lock", "");

        Train("run", "lstm1", resume: true);

        Assert.Equal(files, Files("run"));
    }

    // A directory that was mistyped must not pass in silence for the one that was meant.
    [Fact]
    public void Train_ResumedWithoutARun_SaysThatItStartsANewOne()
    {
        Train("run", "rnn1", resume: true);
        Train("run", "rnn1", resume: true);

        Assert.Single(_messages, $"There is no run in {_temp["run"]}: starting a new one");
    }

    [Theory]
    [InlineData("progress.json", "found no such file")]
    [InlineData("optimizer.bin", "found no such file")]
    [InlineData("embedding-moments.safetensors", "found no such file")]
    public void Train_ResumedWithoutAFile_NamesItAndChangesNothing(string file, string message)
    {
        Train("run", "gru1");
        File.Delete(_temp["run", "gru1", "last", file]);
        var files = Files("run");

        var exception = Assert.Throws<CheckpointFormatException>(() => Train("run", "gru1", options => options with { Epochs = 9 }, resume: true));

        Assert.StartsWith($"{_temp["run", "gru1", "last", file]}: {message}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(files, Files("run"));
    }

    [Theory]
    [InlineData("optimizer.bin"), InlineData("embedding-moments.safetensors"), InlineData("weights.safetensors")]
    public void Train_ResumedWithAFlippedBit_NamesTheFileAndChangesNothing(string file)
    {
        Train("run", "gru1");
        var path = _temp["run", "gru1", "last", file];
        var bytes = File.ReadAllBytes(path);
        bytes[^10] ^= 4;
        File.WriteAllBytes(path, bytes);
        var files = Files("run");

        var exception = Assert.Throws<CheckpointFormatException>(() => Train("run", "gru1", options => options with { Epochs = 9 }, resume: true));

        Assert.StartsWith($"{path}: found SHA-256 ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(files, Files("run"));
    }

    [Theory]
    [InlineData("\"epoch\": 4", "\"epoch\": 3", "epoch: found 3, expected 4")]
    [InlineData("\"step\": 0", "\"step\": -1", "step: found -1, expected 0 to ")]
    [InlineData("\"step\": 0", "\"step\": 1000000", "step: found 1000000, expected 0 to ")]
    [InlineData("\"step\": 0,", "", "step: found no such field")]
    [InlineData("\"lossSum\": 0", "\"lossSum\": 1e300", "lossSum: found a number beyond float32")]
    [InlineData("\"lossSum\": 0", "\"lossSum\": null", "lossSum: found")]
    public void Train_ResumedFromDamagedProgress_NamesTheField(string from, string to, string message)
    {
        Train("run", "gru1");
        var path = _temp["run", "gru1", "last", "progress.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));

        var exception = Assert.Throws<CheckpointFormatException>(() => Train("run", "gru1", resume: true));

        Assert.StartsWith($"{path}: {message}", exception.Message, StringComparison.Ordinal);
    }

    // The optimizer's files of the two devices differ, and a sound checkpoint was called damaged.
    [Fact]
    public void Train_ResumedOnAnotherDevice_NamesTheDeviceAndWhatToDo()
    {
        Train("run", "gru1");
        File.WriteAllText(_temp["run", "run.json"], File.ReadAllText(_temp["run", "run.json"]).Replace("\"cpu\"", "\"cuda\"", StringComparison.Ordinal));

        var exception = Assert.Throws<OptionsValidationException>(() => Train("run", "gru1", resume: true));

        Assert.Equal(
            [$"--resume: --device: found cpu, expected cuda, on which {_temp["run"]} was started; add --device cuda"], exception.Failures);
    }

    public void Dispose() => _temp.Dispose();

    static bool IsDone(List<(int Epoch, int Step)> positions) => positions is [.., (Epochs + 1, 0)];

    (int Epoch, int Step) Position(string output, string model)
    {
        var last = _temp[output, model, "last"];
        if (!Directory.Exists(last))
        {
            return (1, 0);
        }

        var position = TrainingProgress.Read(last, Checkpoint.Read(last).Metrics.Count, stepsPerEpoch: int.MaxValue);
        return (Math.Min(position.Epoch, Epochs), position.Step); // done is what has returned
    }

    void Train(
        string output, string model, Func<TrainingOptions, TrainingOptions>? change = null, bool resume = false, bool checkpointing = true,
        TimeProvider? time = null, ILogger<TrainingPipeline>? logger = null, bool general = false, CancellationToken cancellationToken = default)
    {
        Assert.Null(ModelKind.Parse(model, out var models));
        var options = new TrainingOptions { BatchSize = 7, CheckpointMinutes = 2, Epochs = Epochs, LearningRate = 0.02 };

        // Without a look at the clock at each step, the interval stays in the file and nothing else.
        time ??= checkpointing ? TimeProvider.System : new SteppingClock(_ => { }, TimeSpan.Zero);
        var pipeline = new TrainingPipeline(
            new StandardError(TextWriter.Null, new LogSettings()).Progress(), time, logger ?? new StoppingLogger(null, () => { }, _messages));
        pipeline.Train(
            new TrainingJob
            {
                Config = new TrainerConfig
                {
                    Model = general
                        ? new ModelOptions { Bidirectional = true, EmbeddingDropout = 0.2, EmbeddingSize = 8, HiddenSize = 6, Pooling = Pooling.MeanMax, Wide = true }
                        : new ModelOptions { EmbeddingSize = 8, HiddenSize = 6 },
                    Preprocessing = general
                        ? PreprocessConfig.General with { NGrams = null, SequenceLength = 10, UnknownRows = 5 }
                        : new() { SequenceLength = 10 },
                    Training = change?.Invoke(options) ?? options,
                },
                Device = CPU,
                Models = models,
                Output = _temp[output],
                Resume = resume,
                Source = new CorpusSource { Data = Dataset.Open(TinyReviews.Write(_temp["data"])) },
            },
            cancellationToken);
    }

    /// <summary>The files of a run but for its times.</summary>
    SortedDictionary<string, string> Files(string output) => new(
        Directory.GetFiles(_temp[output], "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != RunLayout.TimingsFile)
            .ToDictionary(path => Path.GetRelativePath(_temp[output], path), path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);

    /// <summary>Moves on at each look, a minute by default.</summary>
    sealed class SteppingClock(Action<int> onLook, TimeSpan? step = null) : TimeProvider
    {
        readonly TimeSpan _step = step ?? TimeSpan.FromMinutes(1);
        int _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            onLook(++_looks);
            return _looks * _step.Ticks;
        }
    }

    /// <summary>Stands for kill -9: the trainer does not know it and saves nothing more.</summary>
    sealed class KilledException : Exception;

    /// <summary>Stops when a message holds some text: between the end of an epoch and the next one.</summary>
    sealed class StoppingLogger(string? text, Action stop, List<string> messages) : ILogger<TrainingPipeline>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            messages.Add(message);
            if (text is not null && message.Contains(text, StringComparison.Ordinal))
            {
                stop();
            }
        }
    }
}
