using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck.Tests;

/// <summary>Small data sets without a fault, into which tests plant one.</summary>
static class TestData
{
    static readonly string[] s_words =
        ("the a of and to in is it was film plot story actor scene music ending good bad long short funny sad slow quick bright dark warm cold old new first last "
        + "great poor fine weak happy angry loud quiet clever dull simple rich early late under over near far again always never often").Split(' ');

    /// <summary>The steps of the general preset; no rare words.</summary>
    public static CheckOptions General { get; } = new() { Preprocessing = PreprocessConfig.General, MinTokenCount = 2 };

    public static CheckOptions Paper { get; } = new() { Preprocessing = new PreprocessConfig() };

    /// <summary>Random texts of 12 to 20 words, half of them good, half bad.</summary>
    public static List<CheckedText> Clean(int seed, int count)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(1, count).Select(row => new CheckedText(
                $"{row}", string.Join(' ', Enumerable.Range(0, random.Next(12, 21)).Select(_ => s_words[random.Next(s_words.Length)])), row % 2 == 0 ? "good" : "bad")),
        ];
    }

    /// <summary>200 texts to train with and 100 to test with.</summary>
    public static (List<CheckedText> Train, List<CheckedText> Test) Clean() => (Clean(1, 200), Clean(2, 100));

    public static DataReport Check(CheckOptions options, List<CheckedText> train, List<CheckedText>? test = null, List<CheckedText>? validation = null) =>
        DataChecker.Check(
            [
                new CheckedPart(PartKind.Train, "train.csv", train, []),
                .. validation is null ? [] : (CheckedPart[])[new CheckedPart(PartKind.Validation, "validation.csv", validation, [])],
                .. test is null ? [] : (CheckedPart[])[new CheckedPart(PartKind.Test, "test.csv", test, [])],
            ],
            options);

    /// <summary>Checks clean data with some more training texts, labelled good.</summary>
    public static DataReport CheckWith(CheckOptions options, params string[] texts)
    {
        var (train, test) = Clean();
        train.AddRange(texts.Select((text, i) => new CheckedText($"planted-{i + 1}", text, "good")));
        return Check(options, train, test);
    }

    public static Finding Single(DataReport report, string code)
    {
        var finding = report.Findings.SingleOrDefault(finding => finding.Code == code);
        Assert.True(finding is not null, $"expected {code}, found {string.Join(", ", report.Findings.Select(found => found.Code))}");
        return finding;
    }
}
