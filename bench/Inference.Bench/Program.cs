// Reviews per second of the library from raw text, against the plain ONNX Runtime call on prepared ids, in one run:
//   dotnet run --project bench/Inference.Bench -c Release -- <bundle> <data> [texts] [rounds] [words]
// The data is whatever the trainer reads: an aclImdb folder or .tar.gz, CSV, TSV, JSON Lines. With words, each text is cut to between
// words and 2 x words of them. Numbers are medians over the rounds.

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
    Console.Error.WriteLine("usage: Inference.Bench <bundle> <data> [texts, default 25000] [rounds, default 7] [words, default all]");
    return 1;
}

var textCount = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 25_000;
var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 7;
var words = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 0;
const int batchSize = 64;

var dataset = Dataset.Open(dataPath, new() { RequireLabels = false });
var part = dataset.Has(DatasetPart.Test) ? DatasetPart.Test : (DatasetPart?)null;
var texts = dataset.Read(part).Take(textCount).Select((item, i) => words == 0 ? item.Text : FirstWords(item.Text, words + (i % (words + 1)))).ToArray();
var bundle = ModelBundle.Read(bundlePath);
var encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary);

var lanes = Environment.ProcessorCount;
using var scorer = TextClassifier.Load(bundlePath, new() { MaxBatchSize = batchSize });
using var wholeRows = TextClassifier.Load(bundlePath, new() { MaxBatchSize = batchSize, LengthBucketWidth = 0 });
using var parallelScorer = TextClassifier.Load(bundlePath, new() { MaxBatchSize = batchSize, MaxDegreeOfParallelism = lanes });
using var managed = TextClassifier.Load(bundlePath, new() { MaxBatchSize = batchSize, ExecutionProvider = ExecutionProvider.Managed });
using var plain = new PlainOnnxRuntime(bundle, texts, batchSize);
var ids = new long[encoder.SequenceLength];
var latencies = new List<double>(texts.Length * rounds);
var wholeRowLatencies = new List<double>(texts.Length * rounds);
var managedLatencies = new List<double>(texts.Length * rounds);

// Every round measures every contender once, so that a busy moment of the machine hits all alike.
Contender[] contenders =
[
    new("ONNX Runtime alone, prepared ids, batch 64", plain.RunAll),
    new("ClassifyBatch, raw text, batch 64, no length buckets", () => wholeRows.ClassifyBatch(texts)),
    new("ClassifyBatch, raw text, batch 64", () => scorer.ClassifyBatch(texts)),
    new("ClassifyBatch, raw text, lists of 64", () => ScoreLists(scorer)),
    new($"ClassifyBatch, raw text, batch 64, {lanes} at once", () => parallelScorer.ClassifyBatch(texts)),
    new("Score, raw text, one at a time, no length buckets", () => ScoreEach(wholeRows, wholeRowLatencies)),
    new("Score, raw text, one at a time", () => ScoreEach(scorer, latencies)),
    new("ClassifyBatch, raw text, batch 64, managed", () => managed.ClassifyBatch(texts)),
    new("Score, raw text, one at a time, managed", () => ScoreEach(managed, managedLatencies)),
    new("preprocessing alone", EncodeEach),
];
contenders.ToList().ForEach(contender => contender.WarmUp());
latencies.Clear();
wholeRowLatencies.Clear();
managedLatencies.Clear();
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

Console.WriteLine($"\nlatency of Score: {Percentiles(latencies)}; no length buckets: {Percentiles(wholeRowLatencies)}; managed: {Percentiles(managedLatencies)}");
return 0;

static string Percentiles(List<double> latencies)
{
    latencies.Sort();
    double At(double share) => latencies[(int)(share * (latencies.Count - 1))];
    return string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.50):N0} µs, p95 {At(0.95):N0} µs, p99 {At(0.99):N0} µs");
}

static string FirstWords(string text, int count) => string.Join(' ', text.Split(' ', count + 1).Take(count));

void ScoreLists(TextClassifier scorer)
{
    foreach (var list in texts.Chunk(batchSize))
    {
        scorer.ClassifyBatch(list);
    }
}

void ScoreEach(TextClassifier scorer, List<double> latencies)
{
    foreach (var text in texts)
    {
        var start = Stopwatch.GetTimestamp();
        scorer.Classify(text);
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
