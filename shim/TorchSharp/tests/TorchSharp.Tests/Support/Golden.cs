using System.Text.Json;

namespace TorchSharp.Tests.Support;

/// <summary>What PyTorch computed for six models on one batch of 16 texts of 100 tokens.</summary>
sealed record Golden(long VocabularySize, long EmbeddingSize, long HiddenSize, long SequenceLength, long[][] Ids, float[] Labels, Dictionary<string, GoldenModel> Models)
{
    static readonly Lazy<Golden> s_numbers = new(() =>
        JsonSerializer.Deserialize<Golden>(File.ReadAllText(PathOf("golden.json")), JsonSerializerOptions.Web)!);

    public static Golden Numbers => s_numbers.Value;

    public static TheoryData<string> SixModels => ["rnn1", "rnn2", "lstm1", "lstm2", "gru1", "gru2"];

    public static Dictionary<string, (long[] Shape, float[] Values)> InitialWeights(string model) => Safetensors.Read(PathOf($"{model}.safetensors"));

    static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Golden", file);
}

sealed record GoldenModel(float[] Logits, float Loss, Dictionary<string, float> GradientNorms, float[] AdamLossTrace, float[] LogitsAfterAdam);
