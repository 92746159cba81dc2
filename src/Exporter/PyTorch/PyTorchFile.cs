using System.IO.Compression;
using System.Text.RegularExpressions;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Options;

namespace RnnToolkit.Exporter.PyTorch;

/// <summary>
/// Reads the weights in a file that PyTorch's users have: safetensors, or what <c>torch.save</c> makes of a state dict since
/// PyTorch 1.6. Nothing in the file is executed, and no memory is taken before the sizes were checked against the file.
/// </summary>
static partial class PyTorchFile
{
    const string PickleName = "/data.pkl";
    static readonly byte[] s_legacyMagic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    /// <summary>Reads all tensors. The format is inferred from the content, not from the name.</summary>
    /// <exception cref="CheckpointFormatException">The file is of another format, damaged, or holds what is refused.</exception>
    public static StateDict Read(string path)
    {
        if (!File.Exists(path))
        {
            throw BadOption.Because($"--weights: {path}: found no such file, expected model.safetensors or a state dict by torch.save");
        }

        using var stream = File.OpenRead(path);
        var start = new byte[s_legacyMagic.Length];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (start.AsSpan(0, length).StartsWith("PK\x03\x04"u8))
        {
            return ReadArchive(stream, path);
        }

        return length == start.Length && start.AsSpan().SequenceEqual(s_legacyMagic)
            ? throw new CheckpointFormatException(path, null, "the format of torch.save before PyTorch 1.6", "a newer one; load it there and save it again")
            : SafetensorsFile.Read(stream, path);
    }

    static StateDict ReadArchive(Stream stream, string path)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var pickles = archive.Entries.Where(entry => entry.FullName.EndsWith(PickleName, StringComparison.Ordinal)).ToList();
            if (pickles is not [var pickle])
            {
                throw new CheckpointFormatException(path, null, $"{pickles.Count} entries {PickleName[1..]}", "one, as torch.save writes it");
            }

            var root = pickle.FullName[..^PickleName.Length];
            var content = RestrictedUnpickler.Read(StoredBytes(path, pickle, Math.Min(stream.Length, RestrictedUnpickler.MaxLength)), path);
            var storages = new StorageReader(path, archive, root, stream.Length);
            var weights = new StateDict();
            foreach (var (name, tensor) in StateDictIn(content, path).Tensors)
            {
                if (weights.Contains(name))
                {
                    throw new CheckpointFormatException(path, name, "the tensor twice", "once");
                }

                weights.Add(storages.Read(name, tensor));
            }

            return weights;
        }
        catch (InvalidDataException exception)
        {
            throw new CheckpointFormatException(path, null, exception.Message, "a zip archive as torch.save writes it", exception);
        }
    }

    /// <summary>The bytes of an entry. torch.save does not compress, so an entry is never longer than the file.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="maxLength">How long it may be.</param>
    public static byte[] StoredBytes(string path, ZipArchiveEntry entry, long maxLength)
    {
        if (entry.Length != entry.CompressedLength || entry.Length > Math.Min(maxLength, Array.MaxLength))
        {
            throw new CheckpointFormatException(
                path, entry.FullName, $"{entry.Length} bytes in {entry.CompressedLength}", $"at most {maxLength}, stored without compression");
        }

        var bytes = new byte[entry.Length];
        try
        {
            using var content = entry.Open();
            content.ReadExactly(bytes);
        }
        catch (EndOfStreamException exception)
        {
            throw new CheckpointFormatException(path, entry.FullName, "the end of the file", $"{entry.Length} bytes", exception);
        }

        return bytes;
    }

    /// <summary>The dict with the recurrent layer's weights: the file's own, or one inside a training checkpoint.</summary>
    static PickleDict StateDictIn(object? content, string path)
    {
        if (content is not PickleDict top)
        {
            throw new CheckpointFormatException(path, null, "no dict", "a state dict");
        }

        var candidates = top.Entries
            .Select(entry => (Name: entry.Key as string ?? "", Dict: entry.Value as PickleDict))
            .Prepend((Name: "", Dict: top))
            .Where(candidate => candidate.Dict is not null && candidate.Dict.Tensors.Any(tensor => FirstRecurrentWeight().IsMatch(tensor.Name)))
            .ToList();
        return candidates switch
        {
            [(_, { } dict)] => dict,
            [] => throw new CheckpointFormatException(path, null, "no tensor called *weight_ih_l0", "the state dict of a model with nn.RNN, nn.LSTM or nn.GRU"),
            _ => throw new CheckpointFormatException(
                path, null, $"several state dicts: {string.Join(", ", candidates.Select(candidate => candidate.Name))}", "one; save the one that is meant"),
        };
    }

    [GeneratedRegex(@"(^|\.)weight_ih_l0$", RegexOptions.CultureInvariant)]
    private static partial Regex FirstRecurrentWeight();
}
