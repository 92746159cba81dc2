using System.Globalization;
using System.Runtime.InteropServices;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Inference.Bench;

namespace RnnToolkit.Scorer.Bench;

/// <summary>Raw CSV to scored CSV through the command line, against nothing but ONNX Runtime over ids that were made beforehand.</summary>
static class Throughput
{
    const int MaxTexts = 25_000;
    const int BatchSize = 64;

    public static int Run(string bundlePath, string dataPath, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("scorer-throughput-").FullName;
        try
        {
            var dataset = Dataset.Open(dataPath, new() { RequireLabels = false });
            var part = dataset.Has(DatasetPart.Test) ? DatasetPart.Test : DatasetPart.Train;
            var rows = dataset.Read(part).Take(MaxTexts).ToArray();
            var input = Path.Combine(folder, "input.csv");
            File.WriteAllLines(input, rows.Select(row => $"{Quote(row.Id)},{Quote(row.Text)},{row.Label}").Prepend("id,text,label"));

            var bundle = ModelBundle.Read(bundlePath);
            using var plain = new PlainOnnxRuntime(bundle, [.. rows.Select(row => row.Text)], BatchSize);
            List<Contender> contenders = [new("ONNX Runtime alone, prepared ids, 1 thread", plain.RunAll)];
            contenders.AddRange(Enumerable.Range(1, 2).Select(threads => new Contender(
                $"scorer score, CSV to CSV, {threads} {(threads == 1 ? "thread" : "threads")}",
                () => Score("--bundle", bundlePath, "--input", input, "--output", Path.Combine(folder, "output.csv"), "--threads", $"{threads}"))));

            // Every round measures every contender once, so that a busy moment of the machine hits all alike.
            contenders.ForEach(contender => contender.WarmUp());
            for (var round = 0; round < rounds; round++)
            {
                contenders.ForEach(contender => contender.Measure());
            }

            Print(contenders, rows.Length, rounds, bundle.Manifest.Name);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static void Score(params string[] arguments)
    {
        var streams = new StandardStreams(() => Stream.Null, () => Stream.Null);
        using var error = new StringWriter();
        if (CommandRunner.RunAsync(Program.CreateCommand(streams), [.. arguments.Prepend("score")], TextWriter.Null, error).GetAwaiter().GetResult() != ExitCode.Done)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }

    static void Print(List<Contender> contenders, int texts, int rounds, string model)
    {
        Console.WriteLine($"""
            {model}, {texts} texts, {rounds} rounds, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}
            Loading the bundle is included.

            | what | rows/s | slowest and fastest round | of the ceiling | rows per processor second | of the ceiling |
            | --- | ---: | ---: | ---: | ---: | ---: |
            """);
        var ceiling = contenders[0];
        foreach (var contender in contenders)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {contender.Name} | {texts / contender.Seconds:N0} | {texts / contender.Slowest:N0} to {texts / contender.Fastest:N0} | {ceiling.Seconds / contender.Seconds:P0} | {texts / contender.ProcessorSeconds:N0} | {ceiling.ProcessorSeconds / contender.ProcessorSeconds:P0} |"));
        }
    }

    static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
