using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Data;

/// <summary>Texts of one step.</summary>
/// <param name="Ids">Token ids [B, T] in row-major order.</param>
/// <param name="Labels">0 or 1 [B].</param>
/// <param name="SequenceLength">T.</param>
readonly record struct Batch(long[] Ids, float[] Labels, int SequenceLength)
{
    /// <summary>Texts, B.</summary>
    public int Count => Labels.Length;

    /// <summary>Ids [B, T] and labels [B] on a device, in the current dispose scope.</summary>
    public (Tensor InputIds, Tensor Labels) ToTensors(Device device) =>
        (tensor(Ids, [Count, SequenceLength], device: device), tensor(Labels, [Count], device: device));
}
