using System.Runtime.InteropServices;
using RnnToolkit.Bundle;
using TorchSharp.Modules;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>The state of TorchSharp's Adam, in TorchSharp's own format.</summary>
static class AdamStateFile
{
    /// <summary>Its name in a directory.</summary>
    public const string FileName = "optimizer.bin";

    public static void Save(Adam adam, string directory) => adam.save_state_dict(Path.Combine(directory, FileName));

    public static void Load(Adam adam, string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            adam.load_state_dict(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or FormatException or InvalidOperationException or OverflowException or KeyNotFoundException or ExternalException)
        {
            throw new CheckpointFormatException(path, null, exception.Message, "the state of Adam for this model", exception);
        }
    }
}
