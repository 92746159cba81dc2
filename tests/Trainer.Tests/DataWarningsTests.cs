using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Tests;

public class DataWarningsTests
{
    static readonly PreprocessConfig s_config = new() { SequenceLength = 4 };

    [Fact]
    public void Of_GoodData_IsEmpty() => Assert.Empty(Of(s_config, Texts(("good film", 0, 20), ("bad film", 1, 20)), Texts(("film", 0, 5))));

    [Fact]
    public void Of_TextsThatTheModelHardlySees_GivesTheNumbers()
    {
        var train = Texts(("good film", 0, 20), ("电影", 0, 3), ("bad film plot actor scene", 1, 9));

        Assert.Equal(
            [
                "4 of 36 texts (11.1%) have no token after the preprocessing: the model cannot tell them apart; --preset general reads texts of any script",
                "3 of 9 tokens (33.3%) of the validation texts are not in the vocabulary of the training texts",
                "9 of 36 texts (25.0%) are longer than the 4 tokens that the recurrent model reads (preprocessing.sequenceLength)",
                "1 of 2 labels have fewer than 10 texts to train with: bad (9)",
            ],
            Of(s_config, train, Texts(("unseen film film", 0, 3), ("!!!", 1, 1))));
    }

    static List<string> Of(PreprocessConfig config, List<CorpusText> train, List<CorpusText> validation)
    {
        var builder = new VocabularyBuilder(new Tokenizer(config));
        train.ForEach(text => builder.Add(text.Text));
        var encoder = new TextEncoder(config, builder.Build(null, 1));
        return [.. DataWarnings.Of(Encode(train), Encode(validation), new LabelSet(["good", "bad"]), config)];

        EncodedDataset Encode(List<CorpusText> texts) => EncodedDataset.Encode(texts, encoder, CancellationToken.None);
    }

    static List<CorpusText> Texts(params (string Text, int Label, int Count)[] texts) =>
        [.. texts.SelectMany(text => Enumerable.Range(0, text.Count).Select(i => new CorpusText($"{i}", text.Text, text.Label)))];
}
