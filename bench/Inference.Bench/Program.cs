// Reviews per second of the library from raw text, against the plain ONNX Runtime call on prepared ids, in one run:
//   dotnet run --project bench/Inference.Bench -c Release -- <bundle> <data> [texts] [rounds]
// The data is whatever the trainer reads: an aclImdb folder or .tar.gz, CSV, TSV, JSON Lines. Numbers are medians over the rounds.

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Inference;
using RnnToolkit.Inference.Bench;
using RnnToolkit.Preprocess;

if (args is not [var bundlePath, var dataPath, ..])
{
    Console.Error.WriteLine("usage: Inference.Bench <bundle> <data> [texts, default 25000] [rounds, default 7]");
    return 1;
}

var textCount = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 25_000;
var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 7;
const int batchSize = 64;

var dataset = Dataset.Open(dataPath, new() { RequireLabels = false });
var part = dataset.Has(DatasetPart.Test) ? DatasetPart.Test : (DatasetPart?)null;
var texts = dataset.Read(part).Take(textCount).Select(item => item.Text).ToArray();
var bundle = ModelBundle.Read(bundlePath);
var encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary);

var lanes = Environment.ProcessorCount;
using var scorer = SentimentScorer.Load(bundlePath, new() { MaxBatchSize = batchSize });
using var parallelScorer = SentimentScorer.Load(bundlePath, new() { MaxBatchSize = batchSize, MaxDegreeOfParallelism = lanes });
using var plain = new PlainOnnxRuntime(bundle, texts, batchSize);
var ids = new long[encoder.SequenceLength];
var latencies = new List<double>(texts.Length * rounds);

// Every round measures every contender once, so that a busy moment of the machine hits all alike.
Contender[] contenders =
[
    new("ONNX Runtime alone, prepared ids, batch 64", plain.RunAll),
    new("ScoreBatch, raw text, batch 64", () => scorer.ScoreBatch(texts)),
    new($"ScoreBatch, raw text, batch 64, {lanes} at once", () => parallelScorer.ScoreBatch(texts)),
    new("Score, raw text, one at a time", ScoreEach),
    new("preprocessing alone", EncodeEach),
];
contenders.ToList().ForEach(contender => contender.WarmUp());
latencies.Clear();
for (var round = 0; round < rounds; round++)
{
    contenders.ToList().ForEach(contender => contender.Measure());
    Console.Error.WriteLine($"round {round + 1} of {rounds}");
}

var ceiling = contenders[0];
Console.WriteLine($"""
    {bundle.Manifest.Name}, {texts.Length} texts, {rounds} rounds, {RuntimeInformation.OSDescription}, {lanes} processors, {RuntimeInformation.FrameworkDescription}, {scorer.ExecutionProvider}

    | what | texts/s | slowest and fastest round | of the ceiling | texts per processor second | of the ceiling |
    | --- | ---: | ---: | ---: | ---: | ---: |
    """);
foreach (var contender in contenders)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {contender.Name} | {texts.Length / contender.Seconds:N0} | {texts.Length / contender.Slowest:N0} to {texts.Length / contender.Fastest:N0} | {ceiling.Seconds / contender.Seconds:P0} | {texts.Length / contender.ProcessorSeconds:N0} | {ceiling.ProcessorSeconds / contender.ProcessorSeconds:P0} |"));
}

latencies.Sort();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"\nlatency of Score: p50 {Percentile(0.50):N0} µs, p95 {Percentile(0.95):N0} µs, p99 {Percentile(0.99):N0} µs"));
return 0;

double Percentile(double share) => latencies[(int)(share * (latencies.Count - 1))];

void ScoreEach()
{
    foreach (var text in texts)
    {
        var start = Stopwatch.GetTimestamp();
        scorer.Score(text);
        latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }
}

void EncodeEach()
{
    foreach (var text in texts)
    {
        encoder.Encode(text, ids);
    }
}
