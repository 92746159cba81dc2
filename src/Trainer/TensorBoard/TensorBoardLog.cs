using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.TensorBoard;

/// <summary>
/// Writes the curves, weights and settings of one training for TensorBoard. Everything is recorded at the number of steps that the model has taken,
/// so that a resumed training can replace what was recorded after the checkpoint from which it continues.
/// </summary>
sealed class TensorBoardLog
{
    // An embedding of 100,000 words has ten million numbers; a tenth of them has the same histogram.
    const int MostHistogramValues = 1_000_000;
    const int PointsPerEpoch = 20;
    const int LongestInterval = 100;

    readonly string _directory;
    readonly TrainerConfig _config;
    readonly int _stepsPerEpoch;
    readonly int _interval;
    readonly int _first;
    readonly TimeProvider _time;
    SummaryWriter? _writer;

    /// <summary>Creates the log; its file is started with the first record, for a training that has ended takes no step.</summary>
    /// <param name="directory">The directory of the model's files.</param>
    /// <param name="config">What is trained.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="position">The first step to take.</param>
    /// <param name="time">The clock.</param>
    public TensorBoardLog(string directory, TrainerConfig config, int stepsPerEpoch, TrainingPosition position, TimeProvider time)
    {
        (_directory, _config, _stepsPerEpoch, _time) = (directory, config, stepsPerEpoch, time);
        _interval = Math.Clamp(stepsPerEpoch / PointsPerEpoch, 1, LongestInterval);
        _first = StepsAt(position);
    }

    SummaryWriter Writer => _writer ??= Start();

    /// <summary>Records a step, if it is one of those that are recorded.</summary>
    /// <param name="after">The position after it.</param>
    /// <param name="loss">The mean loss of its texts.</param>
    /// <param name="learningRate">The step size.</param>
    public void Step(TrainingPosition after, Tensor loss, double learningRate)
    {
        var taken = StepsAt(after);
        if (taken % _interval == 0)
        {
            Writer.add_scalar("loss/step", loss.ToSingle(), taken);
            Writer.add_scalar("learning rate", (float)learningRate, taken);
        }
    }

    /// <summary>Records an epoch, with the weights that were validated.</summary>
    public void Epoch(EpochMetrics metrics, RecurrentClassifier model)
    {
        var taken = metrics.Epoch * _stepsPerEpoch;
        Writer.add_scalar("loss/train", (float)metrics.TrainLoss, taken);
        Writer.add_scalar("loss/validation", (float)metrics.ValidationLoss, taken);
        Writer.add_scalar("accuracy/validation", (float)metrics.ValidationAccuracy, taken);
        if (metrics.ValidationMacroF1 is { } macroF1)
        {
            Writer.add_scalar("macro F1/validation", (float)macroF1, taken);
        }

        using var noGrad = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            using var scope = NewDisposeScope();
            Writer.add_histogram($"weights/{ModelWeights.SchemaName(name)}", SampleOf(parameter.detach()), taken);
        }
    }

    /// <summary>Records what came of the training.</summary>
    /// <param name="best">The epoch that was kept.</param>
    /// <param name="testAccuracy">Of the test set, 0 to 1; null without one.</param>
    /// <param name="epochs">How many epochs there were.</param>
    public void Finish(EpochMetrics best, double? testAccuracy, int epochs)
    {
        if (_writer is null)
        {
            return; // nothing was trained: an earlier process has recorded this
        }

        string[] figures =
        [
            Invariant($"{best.Epoch} of {epochs}"), Invariant($"{best.TrainLoss:F4}"), Invariant($"{best.ValidationLoss:F4}"), Invariant($"{100 * best.ValidationAccuracy:F2}%"),
            testAccuracy is { } accuracy ? Invariant($"{100 * accuracy:F2}%") : "",
        ];
        Writer.add_text(
            "summary",
            string.Join('\n', MarkdownTable.CompactLines(["best epoch", "training loss", "validation loss", "validation accuracy", "test accuracy"], [figures])),
            epochs * _stepsPerEpoch);
    }

    SummaryWriter Start()
    {
        var earlier = TensorBoardFiles.In(_directory);
        var writer = utils.tensorboard.SummaryWriter(_directory);
        if (earlier.Count > 0)
        {
            // What was recorded after this step was lost with the process that took it, and is recorded again.
            TensorBoardFiles.Restart(TensorBoardFiles.In(_directory).Except(earlier).Single(), _first == 0 ? 0 : _first + 1, _time.GetUtcNow());
        }

        if (_first == 0)
        {
            writer.add_text("configuration", $"```json\n{JsonSerializer.Serialize(_config, TrainerJson.Default.TrainerConfig)}\n```", 0);
        }

        return writer;
    }

    int StepsAt(TrainingPosition position) => ((position.Epoch - 1) * _stepsPerEpoch) + position.Step;

    /// <summary>The values, or those of rows that are spread evenly.</summary>
    static Tensor SampleOf(Tensor values)
    {
        var every = (values.numel() + MostHistogramValues - 1) / MostHistogramValues;
        return every <= 1 ? values : values.index_select(0, arange(0, values.shape[0], every, ScalarType.Int64, values.device));
    }
}
