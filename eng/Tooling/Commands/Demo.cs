using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RnnToolkit.CommandLine;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Commands;

/// <summary>
/// Every step on the bundled samples: trains the six models on the reviews, exports them and scores the test set with each; then trains a model of
/// one's own data on the tickets, with six labels and three languages, and classifies a few lines.
/// </summary>
internal static class Demo
{
    const string Run = "runs/demo";
    const string Bundles = "models/demo";
    const string Input = "data/sample/test.csv";
    const string Scores = "artifacts/demo";
    const string Tickets = "data/tickets";
    const string TicketRun = "runs/demo-tickets";
    const string TicketBundles = "models/demo/tickets";

    static readonly string[] s_models = ["rnn1", "rnn2", "lstm1", "lstm2", "gru1", "gru2"];

    // From tests/EndToEnd.Tests/plain-tickets.csv: none of them is in the sample.
    static readonly string[] s_tickets =
    [
        "I forgot my password and cannot log in.",
        "The kettle stopped working this morning.",
        "Die Rechnung stimmt nicht.",
        "Ich möchte die Schuhe zurückschicken.",
        "包裹怎么还没有送到？",
        "这个台灯可以用电池吗？",
    ];

    static readonly string[] s_headers = ["model", "validation accuracy", "test accuracy", "precision", "recall", "F1", "bundle"];

    // As the scorer's report names them, in the order of the columns.
    static readonly string[] s_scoreMetrics = ["accuracy", "precision", "recall", "f1"];

    public static void Show()
    {
        Step("trainer", "run", "--output", Run, "--overwrite");
        Step("exporter", "--to", "onnx", "--run", Run, "--output", Bundles);
        var rows = Score();
        Step("trainer", "run", "--data", Tickets, "--preset", "general", "--models", "gru1", "--output", TicketRun, "--overwrite");
        Step("exporter", "--to", "onnx", "--run", TicketRun, "--output", TicketBundles);
        var tickets = ClassifyTickets();

        Console.WriteLine();
        Console.WriteLine($"The six models on {Input}, scored with ONNX Runtime:");
        foreach (var line in MarkdownTable.Lines(s_headers, rows))
        {
            Console.WriteLine(line);
        }
        Console.WriteLine();
        Console.WriteLine($"The model of {Tickets}, six labels in three languages, on texts that it has not seen:");
        foreach (var (text, prediction) in s_tickets.Zip(tickets))
        {
            Console.WriteLine($"  {prediction,-16}{text}");
        }
        Console.WriteLine();
        Console.WriteLine($"Checkpoints are in {Run}/ and {TicketRun}/, bundles in {Bundles}/, scores in {Scores}/.");
        Console.WriteLine("To classify texts of your own on a web page: dotnet run --project samples/WebApi");
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

    /// <summary>Label and probability of each ticket.</summary>
    static List<string> ClassifyTickets()
    {
        var (input, output) = ($"{Scores}/ticket-lines.csv", $"{Scores}/ticket-labels.csv");
        File.WriteAllLines(Repository.PathTo(input), ["text", .. s_tickets.Select(text => $"\"{text}\"")]);
        string[] arguments = ["score", "--bundle", $"{TicketBundles}/gru1", "--input", input, "--output", output];
        using var stage = Stage.Start($"bin/scorer {string.Join(' ', arguments)}");
        _ = Child.RunLogged("score-tickets", Product.PathToProgram("scorer"), arguments);
        stage.Done();
        var lines = File.ReadAllLines(Repository.PathTo(output)).Select(line => line.Split(',')).ToList();
        var (label, probability) = (Array.IndexOf(lines[0], "label"), Array.IndexOf(lines[0], "probability"));
        return
        [
            .. lines.Skip(1).Select(fields => string.Create(
                CultureInfo.InvariantCulture, $"{fields[label]} {100 * double.Parse(fields[probability], CultureInfo.InvariantCulture):F1}%")),
        ];
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
