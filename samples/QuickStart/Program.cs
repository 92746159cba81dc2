using RnnToolkit.Inference;

// One classifier for the whole app: loading takes a moment, scoring is thread-safe.
using var classifier = TextClassifier.Load("models/demo/gru1");

var prediction = classifier.Classify("A dull start, yet it ended brilliant.");
Console.WriteLine($"{prediction.Label} {prediction.Probability:P1}");

foreach (var each in classifier.ClassifyBatch(["Great cast, great plot!", "I want those two hours back."]))
{
    Console.WriteLine($"{each.Label} {each.Probability:P1}, {each.Status}");
}
