using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Data;

/// <summary>Texts of one step.</summary>
/// <param name="Rows">Their numbers in the data set [B].</param>
/// <param name="Ids">Token ids [B, T] in row-major order.</param>
/// <param name="Labels">The index of each text's label [B].</param>
/// <param name="SequenceLength">T.</param>
readonly record struct Batch(ReadOnlyMemory<int> Rows, long[] Ids, int[] Labels, int SequenceLength)
{
    /// <summary>Texts, B.</summary>
    public int Count => Labels.Length;

    /// <summary>Ids [B, T] on a device, in the current dispose scope.</summary>
    public Tensor InputIds(Device device) => tensor(Ids, [Count, SequenceLength], device: device);
}
