using System.Text.Json;
using RnnToolkit.Bundle;

namespace RnnToolkit.TestSupport;

/// <summary>
/// PyTorch's numbers for the six models of the paper on one batch: left-padded ids [16, 100] over 200 tokens, float32 on a CPU.
/// The weights are the initial ones of each model; the losses follow from training on that batch.
/// </summary>
public sealed record GoldenModels
{
    static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    static readonly Lazy<GoldenModels> s_instance = new(() =>
        JsonSerializer.Deserialize<GoldenModels>(File.ReadAllText(PathOf("golden.json")), s_options)!);

    /// <summary>The file, read once.</summary>
    public static GoldenModels Instance => s_instance.Value;

    /// <summary><c>rnn1</c> to <c>gru2</c>, as the member data of a theory.</summary>
    public static IEnumerable<object[]> Names => Instance.Models.Keys.Select(name => new object[] { name });

    /// <summary>Rows of the embedding table.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the embedding.</summary>
    public required int EmbeddingSize { get; init; }

    /// <summary>Width of the hidden state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Ids per text.</summary>
    public required int SequenceLength { get; init; }

    /// <summary>The batch, a row a text.</summary>
    public required long[][] Ids { get; init; }

    /// <summary>0 or 1 for each text.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The numbers of each model by its name.</summary>
    public required IReadOnlyDictionary<string, GoldenModel> Models { get; init; }

    /// <summary>The architecture of a model, by its name.</summary>
    public ModelConfig Config(string name) => new()
    {
        Cell = Enum.Parse<RecurrentCell>(name[..^1], ignoreCase: true),
        Layers = name[^1] - '0',
        VocabularySize = VocabularySize,
        EmbeddingSize = EmbeddingSize,
        HiddenSize = HiddenSize,
    };

    /// <summary>The initial weights of a model.</summary>
    public static StateDict Weights(string name) => SafetensorsFile.Read(WeightsPath(name));

    /// <summary>The file that PyTorch's weights are in.</summary>
    public static string WeightsPath(string name) => PathOf($"{name}.safetensors");

    static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Golden", file);
}

/// <summary>PyTorch's numbers for one model.</summary>
/// <param name="Logits">Of the initial weights, in evaluation mode.</param>
/// <param name="Loss">Binary cross entropy of those logits.</param>
/// <param name="GradientNorms">Euclidean norm of each parameter's gradient of that loss, dropout off.</param>
/// <param name="AdamLossTrace">The loss before each step of Adam on the same batch.</param>
/// <param name="LogitsAfterAdam">After the last of these steps.</param>
public sealed record GoldenModel(
    float[] Logits, double Loss, IReadOnlyDictionary<string, double> GradientNorms, double[] AdamLossTrace, float[] LogitsAfterAdam);
