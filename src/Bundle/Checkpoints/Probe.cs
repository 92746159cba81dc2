namespace RnnToolkit.Bundle;

/// <summary>One line of <c>probes.jsonl</c> or <c>golden.jsonl</c>: a text and what the trainer made of it.</summary>
/// <param name="Text">Raw text.</param>
/// <param name="Ids">Its token ids, padded.</param>
/// <param name="Logit">The logit in float32, by TorchSharp.</param>
public sealed record Probe(string Text, IReadOnlyList<long> Ids, float Logit);
