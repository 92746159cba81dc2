using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Models;

/// <summary>Reads the tensors from which training continues.</summary>
static class ResumeFile
{
    /// <summary>Reads a safetensors file of a checkpoint.</summary>
    /// <exception cref="CheckpointFormatException">It is missing or damaged.</exception>
    public static StateDict Read(string path) => File.Exists(path)
        ? SafetensorsFile.Read(path)
        : throw new CheckpointFormatException(path, null, "no such file", "the state of the training");

    /// <summary>The values of a tensor of a known shape. TorchSharp ends the process when an operator gets shapes that do not fit.</summary>
    /// <exception cref="CheckpointFormatException">There is no such tensor, its shape is another, or a value is not finite.</exception>
    public static float[] Values(this StateDict state, string path, string name, params long[] shape)
    {
        if (!state.Contains(name) || !state[name].Shape.SequenceEqual(shape))
        {
            throw new CheckpointFormatException(
                path, name, state.Contains(name) ? $"shape {state[name].ShapeText}" : "no such tensor", $"shape [{string.Join(", ", shape)}]");
        }

        return state[name].Data.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
            ? throw new CheckpointFormatException(path, name, "a value that is not finite", "finite numbers")
            : state[name].Data;
    }

    /// <summary>The int32 numbers of a tensor that holds their bits: a float32 counts to 16,777,216 only.</summary>
    /// <exception cref="CheckpointFormatException">There is no such tensor, its shape is another, or a number is not from 0 to <paramref name="most"/>.</exception>
    public static int[] Counts(this StateDict state, string path, string name, int count, int most)
    {
        var counts = Array.ConvertAll(state.Values(path, name, count), BitConverter.SingleToInt32Bits);
        var bad = Array.FindIndex(counts, value => value < 0 || value > most);
        return bad < 0 ? counts : throw new CheckpointFormatException(path, $"{name}[{bad}]", $"{counts[bad]}", $"0 to {most}");
    }
}
