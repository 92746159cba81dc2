using System.Net;
using TorchSharp.TensorBoard;
using TorchSharp.Utils.tensorboard.Enums;

namespace TorchSharp.Modules;

/// <summary>Writes events for TensorBoard. Every event is in the file when the call returns; nothing is left to flush or to close.</summary>
public class SummaryWriter
{
    readonly string _fileName;

    internal SummaryWriter(string? log_dir, string? filename_suffix)
    {
        LogDir = string.IsNullOrEmpty(log_dir) ? torch.utils.tensorboard.CreateRunName("runs") : log_dir;
        Directory.CreateDirectory(LogDir);
        var name = $"events.out.tfevents.{DateTime.Now.Ticks}.{Dns.GetHostName()}.{Environment.ProcessId}.1";
        _fileName = Path.Combine(LogDir, string.IsNullOrEmpty(filename_suffix) ? name : $"{name}.{filename_suffix}");
        File.Delete(_fileName);
        Write(EventMessages.FileVersion(DateTime.Now.Ticks)); // ticks in this one, as upstream has it
    }

    public string LogDir { get; }

    /// <summary>Writes a point of the curve that the tag names. A wall time is Unix time in seconds, by default now.</summary>
    public void add_scalar(string tag, float scalar_value, int global_step, long? walltime = null) =>
        Write(EventMessages.Event(Time(walltime), global_step, EventMessages.Scalar(tag, scalar_value)));

    /// <summary>Writes a histogram of at least one value, in a tensor of any shape.</summary>
    public void add_histogram(
        string tag, torch.Tensor values, int global_step, HistogramBinSelector bins = HistogramBinSelector.Tensorflow, long? walltime = null)
    {
        if (bins is not HistogramBinSelector.Tensorflow)
        {
            throw new NotSupportedException($"Bins are those of TensorFlow, found {bins}.");
        }
        Write(EventMessages.Event(Time(walltime), global_step, EventMessages.Histogram(tag, Histogram.Of(values))));
    }

    /// <summary>Writes Markdown.</summary>
    public void add_text(string tag, string text_string, int global_step, long? walltime = null) =>
        Write(EventMessages.Event(Time(walltime), global_step, EventMessages.Text(tag, text_string)));

    static long Time(long? walltime) => walltime ?? DateTimeOffset.Now.ToUnixTimeSeconds();

    void Write(byte[] message)
    {
        using var file = File.Open(_fileName, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(RecordFraming.Frame(message));
    }
}
