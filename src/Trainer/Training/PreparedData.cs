using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Training;

/// <summary>What all models of a run share: the vocabulary and the encoded texts.</summary>
sealed record PreparedData
{
    public required TextEncoder Encoder { get; init; }

    public required LabelSet Labels { get; init; }

    public required EncodedDataset Train { get; init; }

    public required EncodedDataset Validation { get; init; }

    /// <summary>Null when there is no test set.</summary>
    public required EncodedDataset? Test { get; init; }

    public required IReadOnlyList<CorpusText> TestTexts { get; init; }

    /// <summary>Splits the texts, builds the vocabulary of the training part, and encodes all texts.</summary>
    public static PreparedData From(Corpus corpus, TrainerConfig config, CancellationToken cancellationToken)
    {
        var split = corpus.Validation is { } validation
            ? new DatasetSplit(corpus.Train, validation)
            : DatasetSplit.Stratified(
                corpus.Train, corpus.Labels.Count, config.Training.ValidationShare, new SeedStreams(config.Training.Seed).For(RandomStream.Split));
        var builder = new VocabularyBuilder(new Tokenizer(config.Preprocessing));
        foreach (var text in split.Train)
        {
            cancellationToken.ThrowIfCancellationRequested();
            builder.Add(text.Text);
        }

        var encoder = new TextEncoder(config.Preprocessing, builder.Build(config.Training.MaxVocabulary, config.Training.MinTokenCount));
        return new PreparedData
        {
            Encoder = encoder,
            Labels = corpus.Labels,
            Train = EncodedDataset.Encode(split.Train, encoder, cancellationToken),
            Validation = EncodedDataset.Encode(split.Validation, encoder, cancellationToken),
            Test = corpus.Test.Count > 0 ? EncodedDataset.Encode(corpus.Test, encoder, cancellationToken) : null,
            TestTexts = corpus.Test,
        };
    }
}
