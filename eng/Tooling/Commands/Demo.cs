using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RnnToolkit.CommandLine;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Commands;

/// <summary>Every step on the bundled sample: trains the six models, exports them and scores the test set with each.</summary>
internal static class Demo
{
    const string Run = "runs/demo";
    const string Bundles = "models/demo";
    const string Input = "data/sample/test.csv";
    const string Scores = "artifacts/demo";

    static readonly string[] s_models = ["rnn1", "rnn2", "lstm1", "lstm2", "gru1", "gru2"];

    static readonly string[] s_headers = ["model", "validation accuracy", "test accuracy", "precision", "recall", "F1", "bundle"];

    // As the scorer's report names them, in the order of the columns.
    static readonly string[] s_scoreMetrics = ["accuracy", "precision", "recall", "f1"];

    public static void Show()
    {
        Step("trainer", "run", "--output", Run, "--overwrite");
        Step("exporter", "--to", "onnx", "--run", Run, "--output", Bundles);
        var rows = Score();

        Console.WriteLine();
        Console.WriteLine($"The six models on {Input}, scored with ONNX Runtime:");
        foreach (var line in MarkdownTable.Lines(s_headers, rows))
        {
            Console.WriteLine(line);
        }
        Console.WriteLine();
        Console.WriteLine($"Checkpoints are in {Run}/, bundles in {Bundles}/, scores in {Scores}/.");
        Console.WriteLine("To score texts of your own on a web page: dotnet run --project samples/WebApi");
    }

    static void Step(string program, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        Console.WriteLine($"> bin/{program} {string.Join(' ', arguments)}");
        var exitCode = Child.RunShown(Product.PathToProgram(program), arguments);
        if (exitCode != 0)
        {
            throw new BuildException($"bin/{program} failed with exit code {exitCode}");
        }
        Console.WriteLine($"  done ({Stage.Seconds(start)})");
    }

    static List<string[]> Score()
    {
        Directory.CreateDirectory(Repository.PathTo(Scores));
        var rows = new List<string[]>();
        foreach (var model in s_models)
        {
            string[] arguments =
                ["score", "--bundle", $"{Bundles}/{model}", "--input", Input, "--output", $"{Scores}/{model}.csv", "--json"];
            using var stage = Stage.Start($"bin/scorer {string.Join(' ', arguments)}");
            var result = Child.RunLogged($"score-{model}", Product.PathToProgram("scorer"), arguments);
            rows.Add(Row(model, report: result.Output.Single(line => line.StartsWith('{'))));
            stage.Done();
        }
        return rows;
    }

    static string[] Row(string model, string report)
    {
        var bundle = Repository.PathTo(Bundles, model);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(bundle, "bundle.json")));
        using var scored = JsonDocument.Parse(report);
        var metrics = scored.RootElement.GetProperty("metrics");
        var bytes = Directory.EnumerateFiles(bundle).Sum(file => new FileInfo(file).Length);
        return
        [
            model,
            Percent(manifest.RootElement.GetProperty("metrics").GetProperty("validationAccuracy")),
            .. s_scoreMetrics.Select(name => Percent(metrics.GetProperty(name))),
            string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        ];
    }

    static string Percent(JsonElement share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share.GetDouble():F2}%");
}
