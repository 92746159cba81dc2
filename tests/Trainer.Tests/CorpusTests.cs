using RnnToolkit.Datasets;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Tests;

/// <summary>Labels are taken as the data writes them; what cannot be used is named, or left out where the user asks for that.</summary>
public sealed class CorpusTests : IDisposable
{
    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Read_ManyLabels_GivesEachTextTheIndexOfItsLabel()
    {
        var corpus = Read("b a C b a C");

        Assert.Equal(["C", "a", "b"], corpus.Labels.Names);
        Assert.Equal([2, 1, 0, 2, 1, 0], corpus.Train.Select(text => text.Label));
        Assert.Equal([new LabelCount("C", 2, 0), new LabelCount("a", 2, 0), new LabelCount("b", 2, 0)], corpus.LabelCounts());
    }

    [Fact]
    public void Read_SentimentInAnySpelling_IsNegAndPos()
    {
        var corpus = Read("1 neg Positive 0");

        Assert.Equal(["neg", "pos"], corpus.Labels.Names);
        Assert.Equal([1, 0, 1, 0], corpus.Train.Select(text => text.Label));
        Assert.Equal([new LabelCount("neg", 2, 0), new LabelCount("pos", 2, 0)], corpus.LabelCounts());
    }

    [Fact]
    public void Read_LabelsAsked_KeepTheirOrder()
    {
        var corpus = Read("spam ham spam ham", options: new LabelOptions { Names = ["spam", "ham"] });

        Assert.Equal([0, 1, 0, 1], corpus.Train.Select(text => text.Label));
    }

    [Theory]
    [InlineData("a a", null, "training part: found one label, a, expected 2 to 1000; --label-column names the column of the labels")]
    [InlineData("a a b c c d", null, "training part: found only 1 text with the label b, only 1 text with the label d, expected at least 2 of each label; --drop-rare-labels 2 leaves out such texts")]
    [InlineData("a a b b c", "a,b", "id 5: found the label \"c\", expected a or b (--labels)")]
    [InlineData("a a b b", "a,b,c", "training part: found no text with the label c, expected texts of every label that --labels names")]
    public void Read_LabelsThatCannotBeUsed_SaysWhy(string labels, string? names, string expected)
    {
        var exception = Assert.Throws<DatasetException>(() => Read(labels, options: new LabelOptions { Names = names?.Split(',') }));

        Assert.Equal($"{_temp["train.csv"]}: {expected}", exception.Message);
    }

    [Fact]
    public void Read_TooManyLabels_IsRefused()
    {
        var labels = string.Join(' ', Enumerable.Range(0, 2002).Select(i => $"label{i % 1001}"));

        var exception = Assert.Throws<DatasetException>(() => Read(labels));

        Assert.Contains("found 1001 different labels, expected 2 to 1000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LabelOf201Characters_IsRefused() =>
        Assert.Contains("at most 200 characters", Assert.Throws<DatasetException>(() => Read($"a a {new string('b', 201)}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_RareLabelsDropped_LeavesOutTheirTexts()
    {
        var corpus = Read("a b c a b a b d", "a d b c", new LabelOptions { DropRare = 3 });

        Assert.Equal(["a", "b"], corpus.Labels.Names);
        Assert.Equal(6, corpus.Train.Count);
        Assert.Equal([0, 1], corpus.Test.Select(text => text.Label));
        Assert.Equal(
            ["--drop-rare-labels 3: left out 2 texts of 2 labels: c (1), d (1)", $"{_temp["test.csv"]}: left out 2 of 4 texts, whose labels are not those of the training"],
            corpus.Warnings);
    }

    [Fact]
    public void Read_TestLabelThatTrainingNeverSaw_IsRefusedOrLeftOut()
    {
        var exception = Assert.Throws<DatasetException>(() => Read("a a b b", "a x b"));

        Assert.Equal(
            $"{_temp["test.csv"]}: id 2: found the label \"x\", which no training text has, expected a or b; --drop-unseen-labels leaves out such texts",
            exception.Message);
        Assert.Equal(["1", "3"], Read("a a b b", "a x b", new LabelOptions { DropUnseen = true }).Test.Select(text => text.Id));
    }

    [Fact]
    public void Read_SeparateValidationSet_IsTakenWhole()
    {
        var source = new CorpusSource { Data = Dataset.Open(Write("train.csv", "a a b b")), ValidationData = Dataset.Open(Write("validation.csv", "b a")) };

        var corpus = Corpus.Read(source, _ => { }, CancellationToken.None);

        Assert.Equal(4, corpus.Train.Count);
        Assert.Equal([1, 0], corpus.Validation!.Select(text => text.Label));
    }

    [Fact]
    public void Read_ValidationSetWithOtherLabelsAlone_IsRefused()
    {
        var source = new CorpusSource
        {
            Data = Dataset.Open(Write("train.csv", "a a b b")),
            ValidationData = Dataset.Open(Write("validation.csv", "c")),
            Labels = new LabelOptions { DropUnseen = true },
        };

        var exception = Assert.Throws<DatasetException>(() => Corpus.Read(source, _ => { }, CancellationToken.None));

        Assert.Equal($"{_temp["validation.csv"]}: found no text with a label of the training, expected some to validate with", exception.Message);
    }

    Corpus Read(string train, string? test = null, LabelOptions? options = null)
    {
        var source = new CorpusSource
        {
            Data = Dataset.Open(Write("train.csv", train)),
            TestData = test is null ? null : Dataset.Open(Write("test.csv", test)),
            Labels = options ?? new LabelOptions(),
        };
        return Corpus.Read(source, _ => { }, CancellationToken.None);
    }

    string Write(string name, string labels)
    {
        File.WriteAllText(_temp[name], "text,label\n" + string.Concat(labels.Split(' ').Select(label => $"words,{label}\n")));
        return _temp[name];
    }
}
