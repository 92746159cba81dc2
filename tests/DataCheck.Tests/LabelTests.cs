namespace RnnToolkit.DataCheck.Tests;

public class LabelTests
{
    [Fact]
    public void Check_RareAndSingleLabels_NamesThem()
    {
        var (train, test) = TestData.Clean();
        train.AddRange(TestData.Clean(4, 9).Select(text => text with { Id = $"rare-{text.Id}", Label = "rare" }));
        train.Add(new CheckedText("single", "one of a kind", "once"));

        var report = TestData.Check(TestData.General, train, test);

        Assert.Equal("2 of 4 labels have fewer than 10 texts to train with: once (1), rare (9)", TestData.Single(report, "labels.few").Statement);
        var single = TestData.Single(report, "labels.single");
        Assert.Equal((Severity.Error, "1 label has a single training text: once"), (single.Severity, single.Statement));
        Assert.Equal("single", Assert.Single(single.Examples).Text.Id);
    }

    [Fact]
    public void Check_LabelsThatDifferInCase_AreSimilar()
    {
        var (train, test) = TestData.Clean();
        train.AddRange(TestData.Clean(4, 20).Select(text => text with { Id = $"more-{text.Id}", Label = "Good " }));

        Assert.Equal(
            "Labels that differ only in case, spaces or punctuation: \"Good \" (20) and \"good\" (100)",
            TestData.Single(TestData.Check(TestData.General, train, test), "labels.similar").Statement);
    }

    [Fact]
    public void Check_LabelWithMostTexts_IsUnbalanced()
    {
        List<CheckedText> train = [.. TestData.Clean(1, 200).Select((text, i) => text with { Label = i < 180 ? "ham" : "spam" })];

        var finding = TestData.Single(TestData.Check(TestData.General, train), "labels.unbalanced");

        Assert.Equal((Severity.Warning, "The label ham has 180 of 200 training texts (90.0%), spam has 20"), (finding.Severity, finding.Statement));
    }

    [Fact]
    public void Check_OtherSharesInTheTestPart_AreShifted()
    {
        var (train, test) = TestData.Clean();
        test = [.. test.Select((text, i) => text with { Label = i < 75 ? "good" : "bad" })];

        Assert.Equal(
            "The labels of the test part have other shares than those of the training part: bad has 25.0% instead of 50.0%",
            TestData.Single(TestData.Check(TestData.General, train, test), "labels.shifted").Statement);
    }

    [Fact]
    public void Check_RepeatedIds_AreNamed()
    {
        var (train, test) = TestData.Clean();
        train[5] = train[5] with { Id = "1" };

        Assert.Equal("1 id occurs more than once in the training part", TestData.Single(TestData.Check(TestData.General, train, test), "ids.repeated").Statement);
    }

    [Fact]
    public void Check_OneLabel_IsAnError()
    {
        List<CheckedText> train = [.. TestData.Clean(1, 50).Select(text => text with { Label = "good" })];

        Assert.Equal(["labels.number"], TestData.Check(TestData.General, train).Findings.Select(finding => finding.Code).Where(code => code.StartsWith("labels.number", StringComparison.Ordinal)));
    }
}
