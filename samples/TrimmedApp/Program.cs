using RnnToolkit.Inference;

if (args is not [var bundle, .. var texts] || texts.Length == 0)
{
    Console.Error.WriteLine("usage: TrimmedApp <bundle> <text>...");
    return 1;
}

using var classifier = TextClassifier.Load(bundle);
foreach (var prediction in classifier.ClassifyBatch(texts))
{
    Console.WriteLine($"{prediction.Label} {prediction.Probability:F6}");
}

// What the linker took away must not have changed a number.
return classifier.Verify().Passes() ? 0 : 2;
