using RnnToolkit.Bundle;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Models;

/// <summary>Layers that read each text forwards and backwards, whatever padding follows it.</summary>
/// <remarks>
/// <para>A layer of two directions starts the backward one in the padding. Here each direction is a layer of its own, and the backward one reads the
/// steps of each text in reverse order, so that both start in the text; what they make of the padding after it reaches nobody. Packed sequences
/// would do the same, but the backward pass of libtorch's takes time in the square of the length: at 200 steps thirteen times as long.</para>
/// <para>Weights are drawn in the order in which PyTorch draws those of a layer of two directions.</para>
/// </remarks>
sealed class BidirectionalLayers : nn.Module<Tensor, Tensor, (Tensor Forwards, Tensor Backwards)>
{
    readonly List<(nn.Module Forwards, nn.Module Backwards)> _layers = [];

    public BidirectionalLayers(ModelConfig config)
        : base(nameof(BidirectionalLayers))
    {
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var input = layer == 0 ? config.EmbeddingSize : 2 * config.HiddenSize;
            var forwards = RecurrentLayers.Create(config.Cell, input, config.HiddenSize);
            var backwards = RecurrentLayers.Create(config.Cell, input, config.HiddenSize);
            register_module(ParameterNames.Suffix(layer)[1..], forwards);
            register_module(ParameterNames.Suffix(layer, reverse: true)[1..], backwards);
            _layers.Add((forwards, backwards));
        }
    }

    /// <summary>The outputs of the last layer: forwards [B, T, H], and backwards [B, T, H] in the order in which that direction reads.</summary>
    /// <param name="input">[B, T, E].</param>
    /// <param name="reversal">Where each step of a text is when the text is reversed, among all B*T steps [B*T].</param>
    public override (Tensor Forwards, Tensor Backwards) forward(Tensor input, Tensor reversal)
    {
        for (var layer = 0; ; layer++)
        {
            var forwards = RecurrentLayers.Outputs(_layers[layer].Forwards, input);
            var backwards = RecurrentLayers.Outputs(_layers[layer].Backwards, Reversed(input, reversal));
            if (layer == _layers.Count - 1)
            {
                return (forwards, backwards);
            }

            input = cat([forwards, Reversed(backwards, reversal)], 2);
        }
    }

    /// <summary>The steps [B, T, W] of each text in reverse order; the padding stays where it is.</summary>
    public static Tensor Reversed(Tensor steps, Tensor reversal)
    {
        var shape = steps.shape;
        return steps.reshape(shape[0] * shape[1], shape[2]).index_select(0, reversal).reshape(shape);
    }
}
