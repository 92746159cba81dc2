namespace RnnToolkit.Runs;

/// <summary>The gradients of one text's loss.</summary>
/// <param name="Loss">Cross entropy.</param>
/// <param name="Logits">The logits [K].</param>
/// <param name="Traces">Every layer from the bottom up, and its directions, the forward one first.</param>
sealed record TextGradients(double Loss, double[] Logits, LayerTrace[][] Traces);
