using RnnToolkit.Inference;

var isManaged = args is ["--managed", ..];
if (args[(isManaged ? 1 : 0)..] is not [var bundle, .. var texts] || texts.Length == 0)
{
    Console.Error.WriteLine("usage: TrimmedApp [--managed] <bundle> <text>...");
    return 1;
}

using var classifier = TextClassifier.Load(bundle, new() { ExecutionProvider = isManaged ? ExecutionProvider.Managed : ExecutionProvider.Cpu });
foreach (var prediction in classifier.ClassifyBatch(texts))
{
    Console.WriteLine($"{prediction.Label} {prediction.Probability:F6}");
}

// What the linker took away must not have changed a number.
return classifier.Verify().Passes() ? 0 : 2;
