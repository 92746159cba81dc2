namespace RnnToolkit.Bundle;

/// <summary>One line of a checkpoint's <c>test-logits.jsonl</c>: what the trainer made of one text of the test set.</summary>
/// <param name="Id">The text's id in the data set.</param>
/// <param name="Label">0 or 1.</param>
/// <param name="Logit">The logit in float32, by TorchSharp.</param>
public sealed record RecordedLogit(string Id, int Label, float Logit);
