using FsCheck;
using FsCheck.Fluent;
using RnnToolkit.DataCheck.Checks;

namespace RnnToolkit.DataCheck.Tests;

public class DuplicateTests
{
    [Fact]
    public void Check_TestTextsOfTheTrainingPart_AreCountedAndNamed()
    {
        var (train, test) = TestData.Clean();
        test[3] = test[3] with { Text = $"  {train[10].Text.ToUpperInvariant().Replace(" ", "\n ", StringComparison.Ordinal)} ", Label = train[10].Label };
        test[7] = test[7] with { Text = train[20].Text, Label = train[20].Label };

        var report = TestData.Check(TestData.General, train, test);

        var finding = TestData.Single(report, "duplicates.acrossParts");
        Assert.Equal((Severity.Error, "2 of 100 test texts (2.0%) occur in the training part"), (finding.Severity, finding.Statement));
        Assert.Equal([("4", "11"), ("8", "21")], finding.Examples.Select(example => (example.Text.Id, example.Other!.Id)));
        Assert.Equal(["duplicates.acrossParts"], report.Findings.Select(found => found.Code));
    }

    [Fact]
    public void Check_TextInAllParts_CountsInEachLaterOne()
    {
        var (train, test) = TestData.Clean();
        var validation = TestData.Clean(3, 60);
        (validation[0], test[0]) = (train[0], train[0]);

        var found = TestData.Check(TestData.General, train, test, validation).Findings.Where(finding => finding.Code == "duplicates.acrossParts");

        Assert.Equal(
            ["1 of 100 test texts (1.0%) occur in the training part", "1 of 60 validation texts (1.7%) occur in the training part"], found.Select(finding => finding.Statement));
    }

    [Fact]
    public void Check_RepeatedTexts_AreCountedInsideTheirPart()
    {
        var (train, test) = TestData.Clean();
        (train[11], train[13], train[51]) = (train[11] with { Text = train[1].Text }, train[13] with { Text = train[1].Text }, train[51] with { Text = train[31].Text });

        var finding = TestData.Single(TestData.Check(TestData.General, train, test), "duplicates.insidePart");

        Assert.Equal((Severity.Warning, "3 of 200 training texts (1.5%) repeat an earlier one (2 texts occur more than once)"), (finding.Severity, finding.Statement));
    }

    [Fact]
    public void Check_SameTextWithOtherLabel_Conflicts()
    {
        var (train, test) = TestData.Clean();
        train[11] = train[10] with { Id = "12", Label = "good" };

        var finding = TestData.Single(TestData.Check(TestData.General, train, test), "duplicates.conflicting");

        Assert.Equal("1 text occurs with different labels (2 rows)", finding.Statement);
        Assert.Equal(("12", "good", "11", "bad"), (finding.Examples[0].Text.Id, finding.Examples[0].Text.Label, finding.Examples[0].Other!.Id, finding.Examples[0].Other!.Label));
    }

    [Fact]
    public void Check_TextsThatThePreprocessingMakesTheSame_AreNoSameTexts()
    {
        var (train, test) = TestData.Clean();
        train[20] = train[20] with { Text = "this film is good", Label = "good" };
        train[21] = train[21] with { Text = "this film is not good", Label = "bad" };
        test[5] = test[5] with { Text = "The film: was it good?", Label = "good" };

        var report = TestData.Check(TestData.Paper, train, test);

        Assert.Equal(
            "1 of 100 test texts (1.0%) have the same tokens as a text of the training part after the preprocessing, though the texts differ",
            TestData.Single(report, "sameTokens.acrossParts").Statement);
        Assert.Equal("1 group of texts that the preprocessing makes the same have different labels (3 rows)", TestData.Single(report, "sameTokens.conflicting").Statement);
        Assert.DoesNotContain(report.Findings, finding => finding.Code.StartsWith("duplicates", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_TextWithOneWordChanged_IsANearDuplicate()
    {
        var (train, test) = TestData.Clean();
        var longText = string.Join(' ', TestData.Clean(9, 4).Select(text => text.Text));
        train.Add(new CheckedText("original", longText, "good"));
        train.Add(new CheckedText("copy", longText + " indeed", "bad"));
        test.Add(new CheckedText("leak", "Indeed " + longText, "good"));

        var report = TestData.Check(TestData.General, train, test);

        Assert.Equal("1 of 101 test texts (1.0%) are near duplicates of texts of the training part", TestData.Single(report, "nearDuplicates.acrossParts").Statement);
        var inside = TestData.Single(report, "nearDuplicates.insidePart");
        Assert.Equal(("copy", "original"), (inside.Examples[0].Text.Id, inside.Examples[0].Other!.Id));
        Assert.EndsWith("indeed", inside.Examples[0].Excerpt, StringComparison.Ordinal); // what differs is shown
        Assert.EndsWith(longText[^20..], inside.Examples[0].Detail, StringComparison.Ordinal);
        Assert.Equal("1 group of near duplicates have different labels (3 rows)", TestData.Single(report, "nearDuplicates.conflicting").Statement);
    }

    [Fact]
    public void Check_TextsFromATemplate_StaysBounded()
    {
        // 3,000 texts that are alike enough to share buckets, but not to be near duplicates.
        List<CheckedText> train =
        [
            .. Enumerable.Range(1, 3000).Select(row => new CheckedText(
                $"{row}", $"dear number{row} your parcel with the code{row} has been sent to street{row} and will arrive with driver{row} on day{row % 7}", row % 2 == 0 ? "good" : "bad")),
        ];

        _ = TestData.Check(TestData.General, train); // the framework's limit is the assertion
    }

    [Fact]
    public void Find_RandomPairs_AgreesWithComparingAll()
    {
        // Texts of 30 to 60 tokens and copies with some tokens changed: similarities from 0.3 to 1.
        var random = new Random(5);
        var texts = new List<AnalyzedText>();
        for (var i = 0; i < 150; i++)
        {
            var tokens = Enumerable.Range(0, random.Next(30, 61)).Select(_ => random.Next(5000)).ToArray();
            var copy = (int[])tokens.Clone();
            for (var change = random.Next(8); change > 0; change--)
            {
                copy[random.Next(copy.Length)] = random.Next(5000);
            }

            texts.AddRange([Text(tokens), Text(copy)]);
        }

        AnalyzedText Text(int[] tokens) => new(new CheckedText("", "", ""), PartKind.Train, texts.Count) { Tokens = tokens, TokensKey = TextKeys.OfTokens(tokens) };

        var found = NearDuplicates.Find(texts, CancellationToken.None).Groups.Select(group => (group[0].Number, group[1].Number));

        // A pair of similarity 0.8 is missed once in 5,000.
        var expected = Enumerable.Range(0, 150).Select(i => (Left: texts[2 * i], Right: texts[(2 * i) + 1]))
            .Where(pair => pair.Left.TokensKey != pair.Right.TokensKey
                && NearDuplicates.SimilarityOf(NearDuplicates.Shingles(pair.Left.Tokens), NearDuplicates.Shingles(pair.Right.Tokens)) >= NearDuplicates.Similarity)
            .Select(pair => (pair.Left.Number, pair.Right.Number)).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void SimilarityOf_AnySets_IsIntersectionOverUnion() =>
        Prop.ForAll<byte[], byte[]>((leftValues, rightValues) =>
        {
            var (left, right) = (leftValues.ToHashSet(), rightValues.ToHashSet());
            var expected = left.Count + right.Count == 0 ? 1 : (double)left.Intersect(right).Count() / left.Union(right).Count();
            uint[] sortedLeft = [.. left.Order().Select(value => (uint)value)], sortedRight = [.. right.Order().Select(value => (uint)value)];
            Assert.Equal(expected, NearDuplicates.SimilarityOf(sortedLeft, sortedRight));
        }).QuickCheckThrowOnFailure();
}
