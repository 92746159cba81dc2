using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Tests;

public class DatasetSplitTests
{
    [Theory]
    [InlineData(100, 60, 0.2, 20, 12)]
    [InlineData(2, 2, 0.01, 1, 1)]   // at least one text of each label
    [InlineData(2, 3, 0.99, 1, 2)]   // never all
    public void Stratified_AnyShare_TakesItFromEachLabel(int negatives, int positives, double share, int validationNegatives, int validationPositives)
    {
        var split = DatasetSplit.Stratified(Texts(negatives, positives), labels: 2, share, seed: 1);

        Assert.Equal(validationNegatives, split.Validation.Count(text => text.Label == 0));
        Assert.Equal(validationPositives, split.Validation.Count(text => text.Label == 1));
    }

    [Fact]
    public void Stratified_AnySeed_DividesEveryTextIntoOnePart()
    {
        var texts = Texts(50, 70);

        Assert.All(new ulong[] { 0, 1, 2, ulong.MaxValue }, seed =>
        {
            var split = DatasetSplit.Stratified(texts, 2, 0.2, seed);
            Assert.Equal(texts.Select(text => text.Id).Order(), split.Train.Concat(split.Validation).Select(text => text.Id).Order());
            Assert.Equal(split.Train.Select(text => text.Id), DatasetSplit.Stratified(texts, 2, 0.2, seed).Train.Select(text => text.Id));
        });
        Assert.NotEqual(DatasetSplit.Stratified(texts, 2, 0.2, 1).Validation, DatasetSplit.Stratified(texts, 2, 0.2, 2).Validation);
    }

    [Fact]
    public void Stratified_TwoLabels_IsTheSplitOfEarlierVersions()
    {
        // The paper's runs must not change. The ids come from another implementation of the same generator and shuffle, neg before pos.
        var split = DatasetSplit.Stratified(Texts(12, 8), 2, 0.25, seed: 7);

        Assert.Equal("0007 0008 0011 0012 0013", string.Join(' ', split.Validation.Select(text => text.Id)));
    }

    [Fact]
    public void Stratified_ManyLabels_TakesTheShareOfEach()
    {
        List<CorpusText> texts = [.. Enumerable.Range(0, 600).Select(i => new CorpusText($"{i}", "text", i % 6))];

        var split = DatasetSplit.Stratified(texts, 6, 0.2, seed: 1);

        Assert.All(Enumerable.Range(0, 6), label => Assert.Equal(20, split.Validation.Count(text => text.Label == label)));
        Assert.Equal(480, split.Train.Count);
    }

    [Theory]
    [InlineData(53, 31, 5)]
    [InlineData(7, 9, 7)]
    [InlineData(40, 40, 2)]
    public void OfFold_AllFolds_EveryTextValidatesOnceAndTheFoldsAreAlike(int negatives, int positives, int folds)
    {
        var texts = Texts(negatives, positives);

        var splits = Enumerable.Range(1, folds).Select(fold => Split(texts, new Fold(fold, folds), 3)).ToList();

        Assert.Equal(texts.Select(text => text.Id), splits.SelectMany(split => split.Validation).Select(text => text.Id).Order());
        Assert.All(splits, split => Assert.Equal(texts.Select(text => text.Id), split.Train.Concat(split.Validation).Select(text => text.Id).Order()));
        Assert.InRange(splits.Max(split => split.Validation.Count) - splits.Min(split => split.Validation.Count), 0, 1);
        Assert.All([0, 1], label =>
        {
            var counts = splits.Select(split => split.Validation.Count(text => text.Label == label)).ToList();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        });
    }

    [Fact]
    public void OfFold_SameSeed_GivesTheSameFold_AndAnotherSeedAnother()
    {
        var (texts, fold) = (Texts(30, 30), new Fold(2, 5));

        Assert.Equal(Split(texts, fold, 1).Validation, Split(texts, fold, 1).Validation);
        Assert.NotEqual(Split(texts, fold, 1).Validation, Split(texts, fold, 2).Validation);
    }

    [Fact]
    public void OfFold_LabelWithFewerTextsThanFolds_IsNamed()
    {
        var exception = Assert.Throws<InvalidDataException>(() => Split(Texts(10, 4), new Fold(1, 5), 1));

        Assert.Equal("--folds: found 4 training texts with the label pos, expected at least 5, one a fold", exception.Message);
    }

    static DatasetSplit Split(List<CorpusText> texts, Fold fold, ulong seed) => DatasetSplit.OfFold(texts, LabelSet.Sentiment, fold, seed);

    static List<CorpusText> Texts(int negatives, int positives) =>
        [.. Enumerable.Range(0, negatives + positives).Select(i => new CorpusText($"{i:D4}", "text", i < negatives ? 0 : 1))];
}
