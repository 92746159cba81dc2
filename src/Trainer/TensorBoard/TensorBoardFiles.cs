using System.Buffers.Binary;
using System.Numerics;

namespace RnnToolkit.Trainer.TensorBoard;

/// <summary>The files for TensorBoard in a run. Their names hold the time, this machine and the process: they are no part of what a run repeats.</summary>
static class TensorBoardFiles
{
    /// <summary>The directory in a run that has a directory for each model.</summary>
    public const string Directory = "tensorboard";

    const string Pattern = "events.out.tfevents.*";

    /// <summary>The files of a model.</summary>
    public static IReadOnlyList<string> In(string directory) =>
        System.IO.Directory.Exists(directory) ? System.IO.Directory.GetFiles(directory, Pattern) : [];

    /// <summary>Removes the files of all models of a run, and what is empty then. Other files stay.</summary>
    public static void Clear(string run)
    {
        var directory = new DirectoryInfo(Path.Combine(run, Directory));
        if (!directory.Exists)
        {
            return;
        }

        foreach (var model in directory.GetDirectories().Append(directory))
        {
            if (model != directory)
            {
                foreach (var file in model.GetFiles(Pattern))
                {
                    file.Delete();
                }
            }

            if (!model.EnumerateFileSystemInfos().Any())
            {
                model.Delete();
            }
        }
    }

    /// <summary>
    /// Appends an event that lets TensorBoard forget what earlier files hold of a step and of later ones: PyTorch's <c>purge_step</c>, which
    /// TorchSharp's writer does not have.
    /// </summary>
    /// <param name="path">A file that the writer has just started.</param>
    /// <param name="step">The first step to forget.</param>
    /// <param name="now">The time of the event.</param>
    public static void Restart(string path, long step, DateTimeOffset now)
    {
        // message Event { double wall_time = 1; int64 step = 2; SessionLog session_log = 7; }; SessionLog { SessionStatus status = 1; }, START = 1
        using var message = new MemoryStream();
        message.WriteByte((1 << 3) | 1);
        message.Write(BitConverter.GetBytes((double)now.ToUnixTimeSeconds()));
        message.WriteByte(2 << 3);
        for (var rest = (ulong)step; ; rest >>= 7)
        {
            message.WriteByte((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80u : 0)));
            if (rest <= 0x7f)
            {
                break;
            }
        }

        message.Write([(7 << 3) | 2, 2, 1 << 3, 1]);
        var data = message.ToArray();
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write([.. length, .. MaskedChecksum(length), .. data, .. MaskedChecksum(data)]);
    }

    /// <summary>CRC-32C as TFRecord files have it.</summary>
    static byte[] MaskedChecksum(byte[] data)
    {
        var crc = data.Aggregate(uint.MaxValue, BitOperations.Crc32C);
        var masked = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, unchecked(BitOperations.RotateRight(~crc, 15) + 0xa282ead8));
        return masked;
    }
}
