using System.Globalization;
using System.Text.Json;
using RnnToolkit.Inference;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Scorer.Tests;

/// <summary>Bundles with more than two labels, and what can be written besides the label.</summary>
public sealed class AnyLabelsTests : IDisposable
{
    static readonly string[] s_labels = ["Ärger", "lob, sehr", "其他"];
    static readonly string[] s_texts = ["good story", "bad ending", "great film", "love it", "awful plot", "fine music"];

    readonly ScorerHarness _harness = new();

    public AnyLabelsTests() => TinyBundle.General(s_labels).Write(_harness["three"]);

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Score_ThreeLabels_WritesTheNameAndItsProbability()
    {
        Write(s_texts.Select(text => (text, "")));
        var predictions = Predict();

        var run = await Score("--input @in.csv --output @out.csv --batch-size 1");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            predictions.Select((prediction, i) => FormattableString.Invariant($"{i + 1},{Quoted(prediction.Label)},{prediction.Probability:R},{prediction.Status.Name()},")),
            _harness.ReadLines("out.csv").Skip(1));
    }

    [Fact]
    public async Task Score_Probabilities_AddsAColumnALabelOrAnObject()
    {
        Write(s_texts.Select(text => (text, "")).Append(("broken\"", "")));
        var predictions = Predict();

        await Score("--input @in.csv --output @out.csv --batch-size 1 --probabilities --max-error-rate 1");
        await Score("--input @in.csv --output @out.jsonl --batch-size 1 --probabilities --max-error-rate 1");

        var lines = _harness.ReadLines("out.csv");
        Assert.Equal("id,label,probability,status,offset,probability_Ärger,\"probability_lob, sehr\",probability_其他", lines[0]);
        Assert.Equal(
            predictions.Select(prediction => string.Join(',', prediction.Probabilities.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))),
            lines[1..^1].Select(line => string.Join(',', line.Split(',')[^3..])));
        Assert.EndsWith(",,,", lines[^1], StringComparison.Ordinal);
        var json = _harness.ReadLines("out.jsonl").Select(line => JsonElement.Parse(line).GetProperty("probabilities")).ToArray();
        Assert.Equal(predictions[0].Probabilities.Values, s_labels.Select(label => json[0].GetProperty(label).GetSingle()));
        Assert.Equal(JsonValueKind.Null, json[^1].ValueKind);
    }

    [Fact]
    public async Task Score_LabelColumn_TakesTheNamesOfTheBundleAndReportsEachLabel()
    {
        var predictions = Predict();
        var rows = s_texts.Zip(predictions, (text, prediction) => (text, prediction.Label)).ToList();
        rows.Add((s_texts[0], s_labels[(predictions[0].LabelIndex + 1) % 3])); // one wrong of seven
        rows.Add((s_texts[0], "1"));
        Write(rows);

        var run = await Score("--input @in.csv --output @out.csv --batch-size 1");
        var json = JsonElement.Parse((await Score("--input @in.csv --output @out.csv --batch-size 1 --json")).Results);

        Assert.Contains("column label: found \"1\", expected Ärger, lob, sehr or 其他; the row is scored, but not counted in the metrics", run.Error, StringComparison.Ordinal);
        Assert.Contains("labelled   7\naccuracy   0.8571  (95% interval 0.4869 to 0.9743)\nmacro f1   ", run.Results.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.All(s_labels, label => Assert.Contains($"| {label} ", run.Results, StringComparison.Ordinal));
        var report = json.GetProperty("classification");
        Assert.Equal(6.0 / 7, report.GetProperty("accuracy").GetDouble(), 1e-12);
        Assert.Equal(7, report.GetProperty("labels").EnumerateArray().Sum(label => label.GetProperty("support").GetInt64()));
        Assert.False(json.TryGetProperty("metrics", out _));
        Assert.Equal(0.4869, json.GetProperty("intervals").GetProperty("accuracy").GetProperty("low").GetDouble(), 4);
    }

    [Fact]
    public async Task Score_AbstainBelow_LeavesUnsurePredictionsUndecided()
    {
        var predictions = Predict();
        var least = predictions.Select(prediction => prediction.Probability).Order().ElementAt(2); // two are below
        Write(s_texts.Zip(predictions, (text, prediction) => (text, prediction.Label)));

        var run = await Score(FormattableString.Invariant($"--input @in.csv --output @out.csv --batch-size 1 --abstain-below {(double)least:R}"));

        Assert.Equal(
            predictions.Select(prediction => prediction.Probability < least ? "abstain" : Quoted(prediction.Label)[..3]),
            _harness.ReadLines("out.csv").Skip(1).Select(line => line.Split(',')[1] is var label && label == "abstain" ? label : label[..3]));
        Assert.Contains("abstained  2\nlabelled   6\ncoverage   0.6667\naccuracy   1.0000  (95% interval 0.5101 to 1.0000)\n", run.Results.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--abstain 0.4..0.6", "--abstain")]
    [InlineData("--threshold 0.5", "--threshold")]
    public async Task Score_OptionForTwoLabels_IsRefusedForMore(string option, string name)
    {
        Write([("good", "")]);

        var run = await Score($"--input @in.csv --output @out.csv {option}");

        Assert.Equal((1, $"{name}: found a bundle with 3 labels, expected two; --abstain-below works with any"), (run.ExitCode, run.ErrorLine));
    }

    [Theory]
    [InlineData("in.csv", "id,text,source,label,note\nx,good film,mail,1,\"a, b\"\ny,fine,web,0,\n")]
    [InlineData("in.jsonl", "{\"id\":\"x\",\"text\":\"good film\",\"source\":\"mail\",\"label\":1,\"note\":\"a, b\"}\n{\"id\":\"y\",\"text\":\"fine\",\"source\":\"web\",\"label\":0}\n")]
    public async Task Score_Columns_ArePassedThrough(string name, string content)
    {
        _harness.Write(name, content);

        var run = await _harness.ScoreAsync($"--input @{name} --output @out.csv --columns note,label,source");
        var json = (await _harness.ScoreAsync($"--input @{name} --output-format jsonl --columns note,source")).Rows.Split('\n');

        Assert.Equal(0, run.ExitCode);
        var lines = _harness.ReadLines("out.csv");
        Assert.Equal("id,label,probability,status,offset,note,input_label,source", lines[0]);
        Assert.EndsWith(",ok,,\"a, b\",1,mail", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",ok,,,0,web", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("\"status\":\"ok\",\"note\":\"a, b\",\"source\":\"mail\"}", json[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ColumnsOfJson_AreTextOrJson()
    {
        _harness.Write("in.jsonl", "{\"text\":\"good\",\"n\":1.50,\"list\":[1, 2],\"meta\":{\"lang\":\"de\"},\"no\":null}\n");

        var run = await _harness.ScoreAsync("--input @in.jsonl --columns n,list,meta,meta.lang,no,absent");

        Assert.EndsWith(",ok,,1.50,\"[1, 2]\",\"{\"\"lang\"\":\"\"de\"\"}\",de,,\n", run.Rows, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--columns body", "header: found columns id, text, expected a column body")]
    [InlineData("--columns text,text", "--columns: found \"text,text\", expected different names separated by commas; a name with a comma or a quote is quoted as in CSV")]
    [InlineData("--columns a --format lines", "--columns: found text lines, which have no columns, expected CSV, TSV or JSON Lines")]
    [InlineData("--abstain-below 1.5", "--abstain-below: found 1.5, expected above 0, at most 1")]
    public async Task Score_OptionsThatCannotBeUsed_AreRefused(string options, string expected)
    {
        _harness.Write("in.csv", "id,text\n1,good\n");

        var run = await _harness.ScoreAsync($"--input @in.csv --output @out.csv {options}");

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith(expected, run.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ResumedWithOtherColumns_IsRefused()
    {
        _harness.Write("in.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},good\n")) + "bad\n");
        Assert.Equal(1, (await Score("--input @in.csv --output @out.csv --resume")).ExitCode);

        var run = await Score("--input @in.csv --output @out.csv --resume --probabilities");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("probabilities: found of the label, expected all as in this command; delete the journal to start over", run.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(0, (await Score("--input @in.csv --output @out.csv --resume --max-error-rate 0.5")).ExitCode);
        Assert.Equal(202, _harness.ReadLines("out.csv").Length);
    }

    Task<ScorerResult> Score(string arguments) => _harness.RunAsync($"score --bundle @three {arguments}");

    void Write(IEnumerable<(string Text, string Label)> rows) =>
        _harness.Write("in.csv", "text,label\n" + string.Concat(rows.Select(row => $"{row.Text},{Quoted(row.Label)}\n")));

    static string Quoted(string label) => label.Contains(',', StringComparison.Ordinal) ? $"\"{label}\"" : label;

    Prediction[] Predict()
    {
        using var classifier = TextClassifier.Load(_harness["three"]);
        return [.. s_texts.Select(text => classifier.Classify(text))];
    }
}
