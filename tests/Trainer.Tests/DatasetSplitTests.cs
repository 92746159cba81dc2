using RnnToolkit.Datasets;
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
        var split = DatasetSplit.Stratified(Texts(negatives, positives), share, seed: 1);

        Assert.Equal(validationNegatives, split.Validation.Count(text => text.Label == 0));
        Assert.Equal(validationPositives, split.Validation.Count(text => text.Label == 1));
    }

    [Fact]
    public void Stratified_AnySeed_DividesEveryTextIntoOnePart()
    {
        var texts = Texts(50, 70);

        Assert.All(new ulong[] { 0, 1, 2, ulong.MaxValue }, seed =>
        {
            var split = DatasetSplit.Stratified(texts, 0.2, seed);
            Assert.Equal(texts.Select(text => text.Id).Order(), split.Train.Concat(split.Validation).Select(text => text.Id).Order());
            Assert.Equal(split.Train.Select(text => text.Id), DatasetSplit.Stratified(texts, 0.2, seed).Train.Select(text => text.Id));
        });
        Assert.NotEqual(DatasetSplit.Stratified(texts, 0.2, 1).Validation, DatasetSplit.Stratified(texts, 0.2, 2).Validation);
    }

    static List<LabeledText> Texts(int negatives, int positives) =>
        [.. Enumerable.Range(0, negatives + positives).Select(i => new LabeledText($"{i:D4}", "text", i < negatives ? 0 : 1, DatasetPart.Train))];
}
