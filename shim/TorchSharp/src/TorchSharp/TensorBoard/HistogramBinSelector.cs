namespace TorchSharp.Utils.tensorboard.Enums;

/// <summary>How the bins of a histogram are chosen.</summary>
public enum HistogramBinSelector : byte
{
    /// <summary>Limits that grow by a tenth from 1e-12 to 1e20, on both sides of 0.</summary>
    Tensorflow = 6,
}
