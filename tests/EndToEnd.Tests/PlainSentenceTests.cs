using System.Net;
using System.Text.RegularExpressions;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;
using RnnToolkit.Inference;
using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>What a newcomer types first into the demo's default model. The sentences were fixed before the sample was made for them.</summary>
public sealed partial class PlainSentenceTests : IDisposable
{
    const int RequiredRight = 18;

    static readonly string s_folder = AppContext.BaseDirectory;

    readonly TempDirectory _temp = new();

    [Fact]
    public async Task DefaultModel_TrainedOnTheSample_GetsEighteenOfTwentyRight()
    {
        // As `build.cs demo` trains it, but one model of the six.
        var (trained, _, trainLog) = await ProgramRunner.Run("trainer", _temp.Path, "run", "--models", "gru1", "--output", "runs/demo");
        Assert.True(trained == 0, trainLog);
        var (exported, _, exportLog) = await ProgramRunner.Run("exporter", _temp.Path, "--to", "onnx", "--run", "runs/demo", "--output", "models/demo");
        Assert.True(exported == 0, exportLog);

        using var scorer = TextClassifier.Load(_temp["models", "demo", "gru1"]);
        var sentences = Sentences();
        var wrong = sentences.Where(sentence => scorer.Classify(sentence.Text).Label != sentence.Label).Select(sentence => sentence.Text).ToList();

        Assert.Equal(20, sentences.Count);
        Assert.True(sentences.Count - wrong.Count >= RequiredRight, $"scored wrong: {string.Join(" | ", wrong)}");
    }

    [Fact]
    public void Sentences_NoneIsInTheTrainingTexts()
    {
        var training = Read("data/sample/train.csv").Select(row => Letters(row.Text)).ToList();

        Assert.All(Sentences(), sentence => Assert.DoesNotContain(training, text => text.Contains(Letters(sentence.Text), StringComparison.Ordinal)));
    }

    [Fact]
    public void Sentences_ExamplesOfTheReadmeAndOfThePage_AreAmongThem()
    {
        var readme = QuickStartText().Matches(Read("samples", "QuickStart", "Program.cs")).Select(match => match.Groups[1].Value);
        var page = PageExample().Matches(Read("samples", "WebApi", "wwwroot", "index.html")).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));
        string[] examples = [.. readme, .. page];

        Assert.True(examples.Length >= 6, $"found {examples.Length} examples: {string.Join(" | ", examples)}");
        Assert.Subset(Sentences().Select(sentence => sentence.Text).ToHashSet(), examples.ToHashSet());

        static string Read(params string[] path) => File.ReadAllText(Path.Combine([RepositoryFolder.Path, .. path]));
    }

    public void Dispose() => _temp.Dispose();

    static List<(string Text, string Label)> Sentences() => Read("plain-sentences.csv");

    static List<(string Text, string Label)> Read(string file) =>
        [.. Dataset.Open(Path.Combine(s_folder, file), new()).Read(null).Select(row => (row.Text, LabelSet.Sentiment.Names[LabelSet.Sentiment.IndexOf(row.Label)!.Value]))];

    /// <summary>What a reader would call the same text: its letters and digits.</summary>
    static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    // A quoted sentence that ends as sentences do: not a path, not a format.
    [GeneratedRegex("\"([A-Z][^\"{]*[.!?])\"")]
    private static partial Regex QuickStartText();

    // The group of examples that is made for reviews.
    [GeneratedRegex("class=\"chip\">([^<]+)</button>(?=(?:(?!data-labels)[\\s\\S])*data-labels=\"account)")]
    private static partial Regex PageExample();
}
