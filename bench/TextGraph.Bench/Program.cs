// Compares the ids that a bundle's text.onnx gives with the encoder's on every text of a data set, and counts texts per second of both:
//   dotnet run --project bench/TextGraph.Bench -c Release -- <bundle> <data> [lines.jsonl]
// The third path gets a line like those of golden.jsonl for each text, for samples/node/check-bundle.js to do the same in Node.
// Exit 0: all ids are equal. 1: some are not.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;

if (args is not [var bundlePath, var dataPath, ..])
{
    Console.Error.WriteLine("usage: TextGraph.Bench <bundle> <data> [lines.jsonl]");
    return 1;
}

var bundle = ModelBundle.Read(bundlePath);
var encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary);
using var scorer = TextClassifier.Load(bundlePath);
using var session = new InferenceSession(
    Path.Combine(bundlePath, ModelBundle.TextGraphFile), new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 });
using var lines = args.Length > 2 ? File.Create(args[2]) : Stream.Null;
using var run = new RunOptions();

var ids = new long[encoder.SequenceLength];
var (count, different, largest) = (0, 0, 0.0);
var (graphTime, libraryTime) = (TimeSpan.Zero, TimeSpan.Zero);
foreach (var text in Dataset.Open(dataPath, new() { RequireLabels = false }).Read(null).Select(item => item.Text))
{
    using var input = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [1]);
    var start = Stopwatch.GetTimestamp();
    input.StringTensorSetElementAt(text.AsSpan(), 0);
    using var outputs = session.Run(run, ["text"], [input], ["input_ids", "logits", "probability"]);
    graphTime += Stopwatch.GetElapsedTime(start);

    start = Stopwatch.GetTimestamp();
    var score = scorer.Classify(text);
    libraryTime += Stopwatch.GetElapsedTime(start);

    encoder.Encode(text, ids);
    count++;
    different += outputs[0].GetTensorDataAsSpan<long>().SequenceEqual(ids) ? 0 : 1;
    largest = Math.Max(largest, Math.Abs(outputs[2].GetTensorDataAsSpan<float>()[0] - score.Probabilities.At(1)));
    lines.Write(JsonSerializer.SerializeToUtf8Bytes(new Probe(text, [.. ids], score.Logit), ArtifactJsonLines.Default.Probe));
    lines.WriteByte((byte)'\n');
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
    {bundle.Manifest.Name}, {count:N0} texts: {different} with other ids, largest difference of a probability {largest:0.0E-0}

    | one text at a time, one thread | texts/s |
    | --- | ---: |
    | text.onnx, ONNX Runtime alone | {count / graphTime.TotalSeconds:N0} |
    | `Score` of the library | {count / libraryTime.TotalSeconds:N0} |
    """));
return different == 0 && count > 0 ? 0 : 1;
