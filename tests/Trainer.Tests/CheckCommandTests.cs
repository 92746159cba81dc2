using System.Text.Json;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Commands;

namespace RnnToolkit.Trainer.Tests;

public sealed class CheckCommandTests : IDisposable
{
    readonly TempDirectory _temp = new();

    [Fact]
    public async Task Check_FolderWithFaults_PrintsThemAndWritesBothFiles()
    {
        WriteTables(train: ["not a good film,pos", "a bad film,neg", "a bad film,neg", "<script>alert(1)</script> dull,neg", "fine,pos"], test: ["a bad film,neg", "what,odd"]);

        var result = await Check("--data", _temp["data"], "--json", _temp["report.json"], "--html", _temp["report.html"]);

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Contains("ERROR: 1 of 2 test texts (50.0%) occur in the training part", result.Output, StringComparison.Ordinal);
        Assert.Contains("  - test 1 (neg), as train 2 (neg)", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n\n[0-9]+ errors?, [0-9]+ warnings?(, [0-9]+ notes?)?\.\n$", result.Output.ReplaceLineEndings("\n"));
        Assert.Contains("[labels.unseen]", result.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_temp["report.json"]));
        var finding = json.RootElement.GetProperty("findings").EnumerateArray().First(finding => finding.GetProperty("code").GetString() == "duplicates.acrossParts");
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Equal(1, finding.GetProperty("count").GetInt32());
        Assert.Equal("2", finding.GetProperty("examples")[0].GetProperty("other").GetProperty("id").GetString());
        var page = File.ReadAllText(_temp["report.html"]);
        Assert.Contains("1 of 2 test texts (50.0%) occur in the training part", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Check_Strict_FailsOnWarningsOnly()
    {
        WriteTables(train: ["a good film,pos", "a bad film,neg", "a good film,pos", "a bad film,neg"]);
        Assert.Equal(ExitCode.BadInput, (await Check("--data", _temp["data"], "--strict")).ExitCode);
        Assert.Equal(ExitCode.Done, (await Check("--data", _temp["data"])).ExitCode);
    }

    [Fact]
    public async Task Check_WithoutExamples_PrintsNoTextOfTheData()
    {
        WriteTables(train: ["a secret,pos", "a secret,neg", "another secret,pos"]);

        var result = await Check("--data", _temp["data"], "--max-examples", "0", "--json", _temp["report.json"], "--html", _temp["report.html"]);

        Assert.Contains("duplicates.conflicting", result.Output, StringComparison.Ordinal);
        Assert.All([result.Output, File.ReadAllText(_temp["report.json"]), File.ReadAllText(_temp["report.html"])], text => Assert.DoesNotContain("secret", text, StringComparison.Ordinal));
    }

    // What trainer run stops at, and what it is told to leave out.
    [Fact]
    public async Task Check_BadRowsAndDroppedLabels_AreRead()
    {
        WriteTables(train: ["a good film,pos", "no label,", "a bad film,neg", "a good book,pos", "a bad book,neg", "once,rare"], test: ["odd,odd"]);

        var result = await Check("--data", _temp["data"], "--drop-rare-labels", "2", "--drop-unseen-labels", "--json", _temp["report.json"]);

        Assert.Contains("left out 1 bad rows of 6", result.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_temp["report.json"]));
        Assert.Equal(["neg", "pos"], json.RootElement.GetProperty("parts")[0].GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("label").GetString()));
        Assert.DoesNotContain("labels.unseen", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Preprocessing_IsThatOfTheOptions()
    {
        WriteTables(train: ["it is not good,neg", "it is good,pos"]);

        Assert.DoesNotContain("removed.negations", (await Check("--data", _temp["data"])).Output, StringComparison.Ordinal);
        Assert.Contains("removed.negations", (await Check("--data", _temp["data"], "--preset", "paper")).Output, StringComparison.Ordinal);

        // The advice can be followed as it is printed.
        Assert.DoesNotContain("removed.negations", (await Check(
            "--data", _temp["data"], "--preset", "paper",
            "--set", """preprocessing.steps=["lowercase","expandAbbreviations","removeHtmlTags","keepAsciiAlphanumeric","strip","splitOnWhiteSpace"]""")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SeparateParts_AreChecked()
    {
        WriteTables(train: ["a good film,1", "a bad film,0", "a good book,1", "a bad book,0"]);
        var test = _temp.Write("test.tsv", "label\ttext\npositive\tA  GOOD film\n");
        var validation = _temp.Write("validation.csv", "text,label\na bad book,neg\n");

        var result = await Check("--data", _temp["data"], "--test", test, "--validation", validation);

        Assert.Contains("1 of 1 test texts (100.0%) occur in the training part", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 validation texts (100.0%) occur in the training part", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-examples: found -1, expected 0 to 1000", "--max-examples", "-1")]
    [InlineData("unknown key \"preprocessing.length\"", "--set", "preprocessing.length=1")]
    [InlineData("no such file or folder", "--data", "/nowhere/at/all")]
    public async Task Check_WrongOptions_AreOneLineEach(string problem, params string[] args)
    {
        var result = await Check(args);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains(problem, Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    void WriteTables(string[] train, string[]? test = null)
    {
        _temp.Write("data/train.csv", "text,label\n" + string.Join('\n', train) + "\n");
        if (test is not null)
        {
            _temp.Write("data/test.csv", "text,label\n" + string.Join('\n', test) + "\n");
        }
    }

    static Task<ProgramResult> Check(params string[] args) =>
        InProcess.Run((output, error) => CommandRunner.RunAsync(TrainerCommand.Create(), ["data", "check", .. args], output, error));
}
