using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>Loss and accuracy of an epoch while it goes on, for whoever watches: no file holds them.</summary>
/// <param name="texts">The training texts of an epoch.</param>
/// <param name="device">Where the model is.</param>
sealed class LiveFigures(int texts, Device device)
{
    int _skipped;
    int _trained;
    int _measured;
    int _right;

    /// <summary>Where progress goes; null for nowhere.</summary>
    public IProgressReport? Report { get; set; }

    /// <summary>The share of the epoch that is done.</summary>
    public double Share => (double)(_skipped + _trained) / texts;

    /// <summary>Begins.</summary>
    /// <param name="skipped">Texts that earlier work has trained on.</param>
    public void Start(int skipped)
    {
        _skipped = skipped;
        Report?.Restart();
    }

    /// <summary>Follows a step.</summary>
    /// <param name="logits">Of the batch, [B] or [B, K].</param>
    /// <param name="labels">Of the batch.</param>
    /// <param name="lossSum">The loss of all texts of the epoch until now.</param>
    public void Step(Tensor logits, int[] labels, Tensor lossSum)
    {
        _trained += labels.Length;
        if (Report is not { } report)
        {
            return;
        }

        // To read the logits of every step would make the processor wait for a GPU: there the steps that are shown stand for all.
        if (device.type is DeviceType.CPU || report.IsDue)
        {
            _measured += labels.Length;
            _right += Right(ModelWeights.ToArray(logits), labels);
        }

        if (report.IsDue)
        {
            report.Report(_trained, new ProgressFigures(lossSum.ToDouble() / (_skipped + _trained), (double)_right / _measured));
        }
    }

    static int Right(ReadOnlySpan<float> logits, int[] labels)
    {
        var width = logits.Length / labels.Length;
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            right += Evaluator.Predicted(logits.Slice(i * width, width)) == labels[i] ? 1 : 0;
        }

        return right;
    }
}
