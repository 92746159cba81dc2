using RnnToolkit.Inference;

// One scorer for the whole app: loading takes a moment, scoring is thread-safe.
using var scorer = SentimentScorer.Load("models/demo/gru1");

var score = scorer.Score("A dull start, yet it ended brilliant.");
Console.WriteLine($"{score.Label} {score.Probability:P1}");

foreach (var each in scorer.ScoreBatch(["Great cast, great plot!", "I want those two hours back."]))
{
    Console.WriteLine($"{each.Label} {each.Probability:P1}, {each.Status}");
}
