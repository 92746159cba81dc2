using System.Globalization;

namespace RnnToolkit.Bundle;

/// <summary>PyTorch's names of the parameters, which are the schema between trainer, checkpoint and exporter.</summary>
public static class ParameterNames
{
    /// <summary>The module of the embedding table.</summary>
    public const string EmbeddingModule = "embedding";

    /// <summary>The module of the recurrent layers.</summary>
    public const string RecurrentModule = "rnn";

    /// <summary>The module of the linear head.</summary>
    public const string HeadModule = "fc";

    /// <summary>The embedding table [V, E].</summary>
    public const string Embedding = EmbeddingModule + ".weight";

    /// <summary>The module of <see cref="Pooling.Attention"/>.</summary>
    public const string AttentionModule = "attention";

    /// <summary>The vector w [1, D*H] of <see cref="Pooling.Attention"/>: the score of step t is w . h_t.</summary>
    public const string AttentionWeight = AttentionModule + ".weight";

    /// <summary>The matrix of the head [K, <see cref="ModelConfig.PooledSize"/>].</summary>
    public const string HeadWeight = HeadModule + ".weight";

    /// <summary>The bias of the head [K].</summary>
    public const string HeadBias = HeadModule + ".bias";

    /// <summary>The weights of the n-grams [N + 1, K]; row 0, that of the padding, is zero.</summary>
    public const string WideWeight = "wide.weight";

    /// <summary>What each n-gram adds to the squared length of a text [N + 1], by whose root the sum of the weights is divided; row 0 is zero.</summary>
    public const string WideNorm = "wide.norm";

    /// <summary>The bias of the wide channel [K].</summary>
    public const string WideBias = "wide.bias";

    /// <summary>The factor of the recurrent channel's logits in the sum of both channels [1].</summary>
    public const string FusionRecurrent = "fusion.recurrent";

    /// <summary>The factor of the wide channel's logits in that sum [1].</summary>
    public const string FusionWide = "fusion.wide";

    /// <summary>The bias of that sum [K].</summary>
    public const string FusionBias = "fusion.bias";

    /// <summary>The matrix from a layer's input to its gates.</summary>
    public const string InputWeight = "weight_ih";

    /// <summary>The matrix from the hidden state to the gates.</summary>
    public const string HiddenWeight = "weight_hh";

    /// <summary>The bias of <see cref="InputWeight"/>.</summary>
    public const string InputBias = "bias_ih";

    /// <summary>The bias of <see cref="HiddenWeight"/>.</summary>
    public const string HiddenBias = "bias_hh";

    /// <summary>The end of a name, with layer and direction: <c>_l0</c>, <c>_l1_reverse</c>.</summary>
    public static string Suffix(int layer, bool reverse = false) =>
        string.Create(CultureInfo.InvariantCulture, $"_l{layer}{(reverse ? "_reverse" : "")}");

    /// <summary>A parameter of a recurrent layer: <c>rnn.weight_ih_l0</c>.</summary>
    /// <param name="parameter"><see cref="InputWeight"/>, <see cref="HiddenWeight"/>, <see cref="InputBias"/> or <see cref="HiddenBias"/>.</param>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether the layer reads the text backwards.</param>
    public static string Recurrent(string parameter, int layer, bool reverse = false) => $"{RecurrentModule}.{parameter}{Suffix(layer, reverse)}";
}
