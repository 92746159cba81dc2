namespace RnnToolkit.Bundle;

/// <summary>One line of a checkpoint's <c>metrics.jsonl</c>.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean binary cross entropy over the training texts while they were learnt.</param>
/// <param name="ValidationLoss">Mean binary cross entropy over the validation texts after the epoch.</param>
/// <param name="ValidationAccuracy">Share of validation texts scored right, 0 to 1.</param>
public sealed record EpochMetrics(int Epoch, double TrainLoss, double ValidationLoss, double ValidationAccuracy);
