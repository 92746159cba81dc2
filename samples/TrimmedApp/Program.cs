using RnnToolkit.Inference;

if (args is not [var bundle, .. var texts] || texts.Length == 0)
{
    Console.Error.WriteLine("usage: TrimmedApp <bundle> <text>...");
    return 1;
}

using var scorer = SentimentScorer.Load(bundle);
foreach (var score in scorer.ScoreBatch(texts))
{
    Console.WriteLine($"{score.Label} {score.Probability:F6}");
}

// What the linker took away must not have changed a number.
return scorer.Verify().Passes() ? 0 : 2;
