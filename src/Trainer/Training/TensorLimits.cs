using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Training;

/// <summary>
/// Tensors are read and written as spans of bytes, which end at 2 GiB, as an ONNX file does. A model beyond that is refused before it
/// trains, for it could not be saved.
/// </summary>
static class TensorLimits
{
    const long MaxBytes = int.MaxValue;

    /// <summary>A line for each tensor that is too large.</summary>
    public static IEnumerable<string> Problems(ModelConfig model, TrainingOptions training, PreprocessConfig preprocessing)
    {
        foreach (var (name, shape) in model.Parameters())
        {
            if (Bytes(shape) > MaxBytes)
            {
                yield return name == ParameterNames.Embedding
                    ? Problem(
                        "model.embeddingSize", $"a vocabulary of {model.VocabularySize} rows x {model.EmbeddingSize}", shape,
                        "it or training.maxVocabulary")
                    : Problem("model.hiddenSize", $"{name} of {shape[0]} x {shape[^1]}", shape, "it");
            }
        }

        long[] gradient = [training.BatchSize, preprocessing.SequenceLength, model.EmbeddingSize];
        if (Bytes(gradient) > MaxBytes)
        {
            yield return Problem(
                "training.batchSize", $"{training.BatchSize} texts x {preprocessing.SequenceLength} tokens x {model.EmbeddingSize}", gradient,
                "it, preprocessing.sequenceLength or model.embeddingSize");
        }
    }

    static string Problem(string key, string what, long[] shape, string lower) => string.Create(
        CultureInfo.InvariantCulture,
        $"{key}: found {what} numbers, which take {Bytes(shape)} bytes, expected at most {MaxBytes} bytes; lower {lower}");

    static long Bytes(long[] shape) => shape.Aggregate((long)sizeof(float), (product, dimension) => product * dimension);
}
