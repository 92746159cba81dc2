namespace RnnToolkit.Exporter.Verification;

/// <summary>How far a bundle is from the trainer's numbers on the probes.</summary>
/// <param name="Difference">Over all probes and batch sizes.</param>
/// <param name="Logits">What the bundle gave for each probe at batch size 1.</param>
sealed record ProbeResult(Comparison Difference, IReadOnlyList<float> Logits);
