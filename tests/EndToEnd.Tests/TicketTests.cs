using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using RnnToolkit.Bundle;
using RnnToolkit.Inference;
using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>The second sample, from labels in a table to predictions: six labels, three languages, the general preset.</summary>
public sealed class TicketTests(TicketTests.Trained trained) : IClassFixture<TicketTests.Trained>
{
    // Of eighteen sentences that are in neither part, whose words are not all in the training part.
    const int RequiredRight = 15;

    static readonly string s_data = Path.Combine(RepositoryFolder.Path, "data", "tickets");

    static readonly string s_sentences = Path.Combine(AppContext.BaseDirectory, "plain-tickets.csv");

    [Fact]
    public void Library_TrainedOnTheTickets_GetsPlainSentencesRight()
    {
        using var classifier = TextClassifier.Load(trained.Bundle);

        var wrong = Read(s_sentences).Where(ticket => classifier.Classify(ticket.Text).Label != ticket.Label).Select(ticket => ticket.Text).ToList();

        Assert.True(18 - wrong.Count >= RequiredRight, $"classified wrong: {string.Join(" | ", wrong)}");
        Assert.Equal(["account", "billing", "delivery", "question", "repair", "returns"], classifier.Manifest.Labels);
    }

    [Fact]
    public async Task Scorer_TestPart_GivesTheLabelsAndProbabilitiesOfTraining()
    {
        var (verified, _, verifyLog) = await ProgramRunner.Run("scorer", trained.Folder, "verify", "--bundle", trained.Bundle);
        Assert.True(verified == 0, verifyLog);
        var (scored, _, scoreLog) = await ProgramRunner.Run(
            "scorer", trained.Folder, "score", "--bundle", trained.Bundle, "--input", Path.Combine(s_data, "test.csv"), "--output", "scores.csv");
        Assert.True(scored == 0, scoreLog);

        using var scores = new CsvReader(new StreamReader(Path.Combine(trained.Folder, "scores.csv")), CultureInfo.InvariantCulture);
        Assert.True(scores.Read() && scores.ReadHeader());
        var logits = Checkpoint.ReadTestLogits(trained.BestCheckpoint);
        var labels = ModelBundle.Read(trained.Bundle).Manifest.Labels;
        Assert.Equal(180, logits.Count);
        foreach (var expected in logits)
        {
            Assert.True(scores.Read());
            var exponentials = Array.ConvertAll(expected.Outputs, logit => Math.Exp(logit));
            Assert.Equal(expected.Id, scores.GetField("id"));
            Assert.Equal(labels[Array.IndexOf(exponentials, exponentials.Max())], scores.GetField("label"));
            var probability = double.Parse(scores.GetField("probability")!, CultureInfo.InvariantCulture);
            Assert.Equal(exponentials.Max() / exponentials.Sum(), probability, tolerance: 1e-5); // the contract of the toolkit
        }
    }

    [NodeFact]
    public async Task Node_BothGraphs_GiveTheIdsNGramsAndProbabilitiesOfTraining()
    {
        var (exitCode, output, error) = await ProgramRunner.RunFile(
            "node", RepositoryFolder.Path, Path.Combine("samples", "node", "check-bundle.js"), trained.Bundle);

        Assert.True(exitCode == 0, error);
        Assert.Matches(@"model\.onnx: \d+ texts of \S+, largest difference \d", output);
        Assert.Matches(@"text\.onnx: \d+ texts of \S+, all ids equal, largest difference \d", output);
    }

    [NodeFact]
    public async Task Node_RawTexts_GetLabelAndProbability()
    {
        using var classifier = TextClassifier.Load(trained.Bundle);
        var texts = Read(s_sentences).Select(ticket => ticket.Text).ToArray();

        var (exitCode, output, error) = await ProgramRunner.RunFile(
            "node", RepositoryFolder.Path, [Path.Combine("samples", "node", "score.js"), Path.Combine(trained.Bundle, ModelBundle.TextGraphFile), .. texts]);

        Assert.True(exitCode == 0, error);
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(texts.Length, lines.Length);
        Assert.All(texts.Zip(lines), pair =>
        {
            var expected = classifier.Classify(pair.First);
            var fields = pair.Second.Split(' ');
            Assert.Equal(expected.Label, fields[0]);
            Assert.Equal(expected.Probability, double.Parse(fields[1], CultureInfo.InvariantCulture), tolerance: 1e-4); // printed with four digits
        });
    }

    [PythonFact]
    public async Task Python_Int8Bundle_GetsTheIdsNGramsAndProbabilitiesOfTraining()
    {
        var (exported, _, exportLog) = await ProgramRunner.Run(
            "exporter", trained.Folder, "--to", "onnx", "--run", "runs/tickets", "--precision", "int8-all", "--output", "int8");
        Assert.True(exported == 0, exportLog);
        var bundle = Directory.EnumerateDirectories(Path.Combine(trained.Folder, "int8")).Single();

        var (exitCode, output, error) = await ProgramRunner.RunFile(
            PythonFactAttribute.Python!, RepositoryFolder.Path, Path.Combine("samples", "python", "check_bundle.py"), bundle);

        Assert.True(exitCode == 0, error);
        Assert.Contains("all ids equal, largest difference", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_NoneIsInTheTrainingTexts()
    {
        var training = Read(Path.Combine(s_data, "train.csv")).Select(ticket => Letters(ticket.Text)).ToList();

        Assert.All(Read(s_sentences), ticket => Assert.DoesNotContain(training, text => text.Contains(Letters(ticket.Text), StringComparison.Ordinal)));
    }

    [Fact]
    public void Sentences_ExamplesOfThePageAndOfTheDemo_AreAmongThem()
    {
        string[] files = [Path.Combine("samples", "WebApi", "wwwroot", "index.html"), Path.Combine("eng", "Tooling", "Commands", "Demo.cs")];
        var source = string.Concat(files.Select(file => File.ReadAllText(Path.Combine(RepositoryFolder.Path, file))));
        var tickets = source[source.IndexOf("account billing", StringComparison.Ordinal)..];

        var found = Regex.Matches(tickets, "(?:class=\"chip\"[^>]*>|^ +\")([^\"<]+[.?。？])(?:</button>|\",$)", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(9, found.Count);
        Assert.Subset(Read(s_sentences).Select(ticket => ticket.Text).ToHashSet(), found.ToHashSet());
    }

    static List<(string Text, string Label)> Read(string file)
    {
        using var csv = new CsvReader(new StreamReader(file), CultureInfo.InvariantCulture);
        Assert.True(csv.Read() && csv.ReadHeader());
        var rows = new List<(string, string)>();
        while (csv.Read())
        {
            rows.Add((csv.GetField("text")!, csv.GetField("label")!));
        }

        return rows;
    }

    static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>A model as the demo trains it, and its bundle.</summary>
    public sealed class Trained : IAsyncLifetime, IDisposable
    {
        readonly TempDirectory _temp = new();

        public string Folder => _temp.Path;

        public string Bundle => _temp["models", "gru1"];

        public string BestCheckpoint => _temp["runs", "tickets", "gru1", "best"];

        public async Task InitializeAsync()
        {
            var (trained, _, trainLog) = await ProgramRunner.Run(
                "trainer", Folder, "run", "--data", s_data, "--preset", "general", "--models", "gru1", "--output", "runs/tickets");
            Assert.True(trained == 0, trainLog);
            var (exported, _, exportLog) = await ProgramRunner.Run("exporter", Folder, "--to", "onnx", "--run", "runs/tickets", "--input", "text", "--verify", s_data);
            Assert.True(exported == 0, exportLog);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _temp.Dispose();
    }
}
