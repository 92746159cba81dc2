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

    /// <summary>The matrix of the head [1, D*H].</summary>
    public const string HeadWeight = HeadModule + ".weight";

    /// <summary>The bias of the head [1].</summary>
    public const string HeadBias = HeadModule + ".bias";

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
