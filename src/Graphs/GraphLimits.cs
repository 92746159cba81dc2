using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Emitters;
using RnnToolkit.Graphs.GeneralText;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs;

/// <summary>What a graph cannot hold.</summary>
/// <param name="Field">The tensor or token; null for the model as a whole.</param>
/// <param name="Found">What was found.</param>
/// <param name="Expected">What a graph can hold.</param>
public sealed record GraphLimits(string? Field, string Found, string Expected)
{
    // Names, shapes and metadata need far less than the megabyte that is kept free for them.
    const long MaxWeightBytes = int.MaxValue - (1 << 20);

    /// <summary>The first limit that a classifier is beyond; null when it can be written.</summary>
    /// <param name="vocabulary">The tokens, which <c>text.onnx</c> holds; null when they are not known.</param>
    public static GraphLimits? FirstExceeded(ModelConfig config, StateDict weights, Vocabulary? vocabulary, GraphFormat format) =>
        Bytes(config, format.TextInput ? vocabulary : null) ?? Tokens(format.TextInput ? vocabulary : null) ?? Values(weights, format) ?? Wide(config, weights);

    static GraphLimits? Bytes(ModelConfig config, Vocabulary? tokens)
    {
        var bytes = config.Parameters().Sum(parameter => sizeof(float) * parameter.Shape.Aggregate(1L, (product, dimension) => product * dimension));
        bytes += tokens is null ? 0 : TextInputEmitter.LargestSize(tokens) + GeneralTextEmitter.LargestSize(config.WideSize);
        return bytes <= MaxWeightBytes
            ? null
            : new GraphLimits(null, $"{bytes} bytes of weights{(tokens is null ? "" : " and tokens")}", "less than 2 GiB, protobuf's limit");
    }

    static GraphLimits? Tokens(Vocabulary? tokens)
    {
        var at = tokens?.Tokens.Index().FirstOrDefault(token => token.Item.Length > TextInputEmitter.LongestToken);
        return at is not (var index, { } longest)
            ? null
            : new GraphLimits(
                $"token {index + 1} of the vocabulary",
                $"{longest.Length} characters",
                $"at most {TextInputEmitter.LongestToken} with --input text, or the graph takes too long to load");
    }

    static GraphLimits? Values(StateDict weights, GraphFormat format)
    {
        var limit = TableEmitter.LargestValue(format.Precision);
        foreach (var tensor in weights.Where(tensor => RoundedWeights.AreRounded(tensor.Name, format.Precision)))
        {
            if (tensor.Data.AsSpan().IndexOfAnyExceptInRange(-limit, limit) is >= 0 and var at)
            {
                return new GraphLimits(
                    tensor.Name,
                    tensor.Data[at].ToString("R", CultureInfo.InvariantCulture),
                    Invariant($"a value between -{limit:R} and {limit:R}, which is what {format.PrecisionName} holds"));
            }
        }

        return null;
    }

    /// <summary>What the meaning of the wide channel asks for: padding adds nothing, and a length is a number.</summary>
    static GraphLimits? Wide(ModelConfig config, StateDict weights)
    {
        if (config.WideSize == 0)
        {
            return null;
        }

        foreach (var table in new[] { weights[ParameterNames.WideWeight], weights[ParameterNames.WideNorm] })
        {
            if (table.Data.AsSpan(0, table.RowLength).ContainsAnyExcept(0))
            {
                return new GraphLimits(table.Name, "a row 0 that is not zero", "zeros, because id 0 is padding");
            }
        }

        var norm = weights[ParameterNames.WideNorm];
        return norm.Data.AsSpan().ContainsAnyExceptInRange(0, float.MaxValue)
            ? new GraphLimits(norm.Name, "a negative value", "0 or more, because the graph takes the square root of sums of them")
            : null;
    }
}
