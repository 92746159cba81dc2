using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Tests.Wide;

public class WideTrainingTests
{
    static readonly Tokenizer s_tokenizer = new(PreprocessConfig.General);
    static readonly string[] s_nouns = ["film", "Essen", "飯店", "service", "phone", "hôtel", "battery"];
    static readonly string[][] s_words = [["awful", "schlecht", "不好"], ["great", "wunderbar", "很好"], ["average", "mittel", "一般"]];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Train_TextsThatAWordDecides_ClassifiesWhatItHasNotSeen(int classes)
    {
        var (texts, labels) = Texts(classes);
        var channel = Train(texts, labels, classes);
        var encoder = new TextEncoder(PreprocessConfig.General, new VocabularyBuilder(s_tokenizer).Build(), channel.Table);

        // No training text has these combinations of words.
        string[] unseen = ["a Wunderbar thing", "schlechtes phone: schlecht", "飯店很好", "so AWFUL !!"];
        int[] expected = [1, 0, 1, 0];
        Assert.Equal(expected, Labels(channel.Logits(unseen, encoder, CancellationToken.None), channel.OutputCount));
        Assert.Equal(labels[^Validation(labels)..], Labels(channel.ValidationLogits, channel.OutputCount));
    }

    [Fact]
    public void Train_NGramsOfASingleText_AreNotInTheTable()
    {
        var (texts, labels) = Texts(2);
        texts[0] += " Rumpelstilzchen called";
        var table = Train(texts, labels, 2).Table;
        var extractor = new NGramExtractor(s_tokenizer, new NGramConfig(CharMax: 0));
        Assert.All(extractor.Extract("Rumpelstilzchen called").ToArray(), fingerprint => Assert.Equal(0, table.IdOf(fingerprint)));
        Assert.NotEqual(0, table.IdOf(extractor.Extract("great")[0]));
    }

    [Fact]
    public void Train_Twice_GivesTheSameBits()
    {
        var (texts, labels) = Texts(3);
        var (first, second) = (Train(texts, labels, 3), Train(texts, labels, 3));
        Assert.Equal(first.Table.ToBytes(), second.Table.ToBytes());
        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(first.Norm, second.Norm);
        Assert.Equal(first.Bias, second.Bias);
        Assert.Equal(first.ValidationLogits, second.ValidationLogits);
    }

    [Fact]
    public void Train_MoreNGramsThanMemoryHolds_UsesAPartOfTheTexts()
    {
        var (texts, labels) = Texts(2);
        var whole = Train(texts, labels, 2);
        var part = new WideTraining(s_tokenizer, new NGramConfig(), 2, seed: 4, maxNGramsOfTexts: 1000)
            .Train(texts[..^Validation(labels)], texts[^Validation(labels)..], labels, null, CancellationToken.None)!;
        Assert.InRange(part.Table.Count, 1, whole.Table.Count - 1);
        Assert.Equal(whole.ValidationLogits.Length, part.ValidationLogits.Length);
    }

    [Fact]
    public void Logits_ByHand_AreTheSumOfTheWeightsOverTheRootOfTheNorms()
    {
        var channel = new WideChannel
        {
            Table = new NGramTable([10, 20]), Weights = [0, 0, 1, -2, 3, 0.5f], Norm = [0, 1, 3], Bias = [0.25f, -1], ValidationLogits = [], Recipe = default,
        };
        var logits = new float[2];
        channel.Logits([1, 2], logits);
        Assert.Equal([2.25f, -1.75f], logits);
        channel.Logits([], logits);
        Assert.Equal([0.25f, -1], logits); // the bias of a text without known n-grams
    }

    static WideChannel Train(string[] texts, int[] labels, int classes) =>
        new WideTraining(s_tokenizer, new NGramConfig(), classes, seed: 4)
            .Train(texts[..^Validation(labels)], texts[^Validation(labels)..], labels, null, CancellationToken.None)!;

    static int Validation(int[] labels) => labels.Length / 5;

    static (string[] Texts, int[] Labels) Texts(int classes)
    {
        var texts = from noun in s_nouns from form in Enumerable.Range(0, 3) from label in Enumerable.Range(0, classes)
                    select (Text: $"{noun} {s_words[label][form]} {s_words[label][(form + 1) % 3]}", label);
        return ([.. texts.Select(text => text.Text)], [.. texts.Select(text => text.label)]);
    }

    static int[] Labels(float[] logits, int outputs) => outputs == 1
        ? [.. logits.Select(logit => logit >= 0 ? 1 : 0)]
        : [.. logits.Chunk(outputs).Select(text => text.IndexOf(text.Max()))];
}
