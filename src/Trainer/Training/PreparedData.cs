using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Randomness;
using RnnToolkit.Trainer.Vectors;
using RnnToolkit.Trainer.Wide;

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

    /// <summary>What the predictions for <see cref="Validation"/> are saved with.</summary>
    public required ScoredPart ValidationPart { get; init; }

    public required IReadOnlyList<CorpusText> TestTexts { get; init; }

    /// <summary>What the predictions for <see cref="Test"/> are saved with; null without it.</summary>
    public required ScoredPart? TestPart { get; init; }

    /// <summary>What the embedding starts from; null for random numbers.</summary>
    public WordVectors? Vectors { get; init; }

    /// <summary>The wide channel; null when it is off, or when no n-gram is in two texts.</summary>
    public required WideChannel? Wide { get; init; }

    /// <summary>Splits the texts, builds the vocabulary of the training part unless there is one, trains the wide channel, and encodes all texts.</summary>
    public static PreparedData From(
        Corpus corpus, TrainerConfig config, Vocabulary? vocabulary, Fold? fold, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        var seeds = new SeedStreams(config.Training.Seed);
        var split = corpus.Validation is { } validation
            ? new DatasetSplit(corpus.Train, validation)
            : fold is { } part
            ? DatasetSplit.OfFold(corpus.Train, corpus.Labels, part, seeds.For(RandomStream.Split))
            : DatasetSplit.Stratified(corpus.Train, corpus.Labels.Count, config.Training.ValidationShare, seeds.For(RandomStream.Split));
        vocabulary ??= Words(split.Train, config, progress, cancellationToken);
        var wide = config.Model.Wide ? TrainWide(split, corpus.Labels, config, seeds.For(RandomStream.Wide), progress, cancellationToken) : null;
        var encoder = new TextEncoder(
            config.Preprocessing with { NGrams = wide is null ? null : NGramsOf(config) }, vocabulary, wide?.Table);
        var train = Encode("training texts", split.Train);
        var held = Encode("validation texts", split.Validation, countsAll: true);
        var test = corpus.Test.Count > 0 ? Encode("test texts", corpus.Test, countsAll: true) : null;
        return new PreparedData
        {
            Encoder = encoder,
            Labels = corpus.Labels,
            Train = train,
            Validation = held,
            Test = test,
            ValidationPart = new ScoredPart(PredictionFile.ValidationPart, split.Validation, held),
            TestTexts = corpus.Test,
            TestPart = test is null ? null : new ScoredPart(PredictionFile.TestPart, corpus.Test, test),
            Wide = wide,
            Vectors = config.Model.WordVectors is { } path
                ? WordVectors.Read(path, config.Model.EmbeddingSize, encoder, train.Occurrences(encoder.TableSize), cancellationToken)
                : null,
        };

        EncodedDataset Encode(string name, IReadOnlyList<CorpusText> texts, bool countsAll = false)
        {
            EncodedDataset? encoded = null;
            progress.Run($"Encoding the {name}", null, _ => encoded = EncodedDataset.Encode(texts, encoder, cancellationToken, countsAll));
            return encoded!;
        }
    }

    /// <summary>The vocabulary of training texts.</summary>
    public static Vocabulary Words(IReadOnlyList<CorpusText> texts, TrainerConfig config, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        var builder = new VocabularyBuilder(new Tokenizer(config.Preprocessing));
        progress.Run("Building the vocabulary", texts.Count, report =>
        {
            foreach (var text in texts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                builder.Add(text.Text);
                report(1);
            }
        });
        return builder.Build(config.Training.MaxVocabulary, config.Training.MinTokenCount);
    }

    static NGramConfig NGramsOf(TrainerConfig config) => config.Preprocessing.NGrams ?? new NGramConfig();

    static WideChannel? TrainWide(
        DatasetSplit split, LabelSet labels, TrainerConfig config, ulong seed, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        int[] labelsOfAll = [.. split.Train.Concat(split.Validation).Select(text => text.Label)];
        var training = new WideTraining(
            new Tokenizer(config.Preprocessing), NGramsOf(config), labels.Count, seed,
            TrainingLoss.WeightsOf(config.Training, labels, [.. split.Train.Select(text => text.Label)]));
        WideChannel? wide = null;
        progress.Run("Wide channel", (long)WideTraining.Passes * labelsOfAll.Length, report => wide = training.Train(
            [.. split.Train.Select(text => text.Text)], [.. split.Validation.Select(text => text.Text)], labelsOfAll, report, cancellationToken));
        return wide;
    }
}
